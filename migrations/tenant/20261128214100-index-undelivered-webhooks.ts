import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Partial, so that deliveries that go well cost nothing. */
const CREATE = `CREATE INDEX CONCURRENTLY webhook_deliveries_undelivered
  ON webhook_deliveries (endpoint_id, created_at, id) WHERE status IN ('failed', 'held', 'cancelled')`;

/** Outside a transaction, so that deliveries go on; what a broken try left is removed first. */
export class IndexUndeliveredWebhooks20261128214100 implements MigrationInterface {
  name = 'IndexUndeliveredWebhooks20261128214100';
  transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await this.down(runner);
    await runner.query(CREATE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX CONCURRENTLY IF EXISTS webhook_deliveries_undelivered');
  }
}
