import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Nearly always empty: a test is looked for past whatever else waits for its endpoint. */
const CREATE = `CREATE INDEX CONCURRENTLY webhook_deliveries_pings
  ON webhook_deliveries (endpoint_id) WHERE status = 'pending' AND event_type = 'webhook.ping'`;

/** Outside a transaction, so that deliveries go on; what a broken try left is removed first. */
export class IndexWebhookPings20261129000000 implements MigrationInterface {
  name = 'IndexWebhookPings20261129000000';
  transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await this.down(runner);
    await runner.query(CREATE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX CONCURRENTLY IF EXISTS webhook_deliveries_pings');
  }
}
