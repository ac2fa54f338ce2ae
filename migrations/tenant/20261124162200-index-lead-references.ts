import type { MigrationInterface, QueryRunner } from 'typeorm';

const INDEXES = [
  ['leads_company', '(company_id, created_at) WHERE deleted_at IS NULL'],
  ['leads_converted', '(converted_at, id) WHERE converted_at IS NOT NULL'],
  ['leads_converted_contact', '(converted_contact_id) WHERE converted_contact_id IS NOT NULL'],
  ['leads_converted_company', '(converted_company_id) WHERE converted_company_id IS NOT NULL'],
] as const;

/** Outside a transaction, so that the tenant's writes go on; what a broken try left is removed first. */
export class IndexLeadReferences20261124162200 implements MigrationInterface {
  name = 'IndexLeadReferences20261124162200';
  transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await this.down(runner);
    for (const [name, definition] of INDEXES)
      await runner.query(`CREATE INDEX CONCURRENTLY ${name} ON leads ${definition}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [name] of INDEXES) await runner.query(`DROP INDEX CONCURRENTLY IF EXISTS ${name}`);
  }
}
