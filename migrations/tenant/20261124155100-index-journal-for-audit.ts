import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Outside a transaction, so that the tenant's writes go on; what a broken try left is removed first. */
export class IndexJournalForAudit20261124155100 implements MigrationInterface {
  name = 'IndexJournalForAudit20261124155100';
  transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await this.down(runner);
    await runner.query('CREATE UNIQUE INDEX CONCURRENTLY journal_id ON journal (id)');
    await runner.query('CREATE INDEX CONCURRENTLY journal_actor ON journal (actor_id, id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX CONCURRENTLY IF EXISTS journal_id');
    await runner.query('DROP INDEX CONCURRENTLY IF EXISTS journal_actor');
  }
}
