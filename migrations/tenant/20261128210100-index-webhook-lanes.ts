import type { MigrationInterface, QueryRunner } from 'typeorm';

const INDEXES = [
  ['webhook_deliveries_due', `(endpoint_id, lane, next_attempt_at, id) WHERE status = 'pending'`],
  ['webhook_deliveries_events', '(event_id)'],
] as const;

/** Outside a transaction, so that deliveries go on; what a broken try left is removed first. */
export class IndexWebhookLanes20261128210100 implements MigrationInterface {
  name = 'IndexWebhookLanes20261128210100';
  transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await this.dropIndexes(runner);
    for (const [name, definition] of INDEXES)
      await runner.query(`CREATE INDEX CONCURRENTLY ${name} ON webhook_deliveries ${definition}`);
    await runner.query('DROP INDEX CONCURRENTLY IF EXISTS webhook_deliveries_pending');
    await runner.query('ALTER TABLE webhook_deliveries VALIDATE CONSTRAINT webhook_deliveries_status_check');
    await runner.query('ALTER TABLE webhook_deliveries VALIDATE CONSTRAINT webhook_deliveries_lane_check');
  }

  async down(runner: QueryRunner): Promise<void> {
    await this.dropIndexes(runner);
    await runner.query(`CREATE INDEX CONCURRENTLY webhook_deliveries_pending
      ON webhook_deliveries (endpoint_id, next_attempt_at) WHERE status = 'pending'`);
  }

  private async dropIndexes(runner: QueryRunner): Promise<void> {
    for (const [name] of INDEXES) await runner.query(`DROP INDEX CONCURRENTLY IF EXISTS ${name}`);
  }
}
