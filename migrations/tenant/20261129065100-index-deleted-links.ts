import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is deleted and hangs on a record is looked for when that is erased, and never else. */
const INDEXES = [
  ['activities_deleted_links', 'activities USING gin (links jsonb_path_ops) WHERE deleted_at IS NOT NULL'],
  ['attachments_deleted_record', 'attachments (record_id) WHERE deleted_at IS NOT NULL'],
  ['leads_deleted_company', 'leads (company_id) WHERE deleted_at IS NOT NULL AND company_id IS NOT NULL'],
] as const;

/** Outside a transaction, so that the tenant's writes go on; what a broken try left is removed first. */
export class IndexDeletedLinks20261129065100 implements MigrationInterface {
  name = 'IndexDeletedLinks20261129065100';
  transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await this.down(runner);
    for (const [name, definition] of INDEXES)
      await runner.query(`CREATE INDEX CONCURRENTLY ${name} ON ${definition}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [name] of INDEXES) await runner.query(`DROP INDEX CONCURRENTLY IF EXISTS ${name}`);
  }
}
