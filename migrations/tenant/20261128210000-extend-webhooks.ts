import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ExtendWebhooks20261128210000 implements MigrationInterface {
  name = 'ExtendWebhooks20261128210000';

  async up(runner: QueryRunner): Promise<void> {
    // New checks are NOT VALID: only new rows are looked at, so that the table is locked for a moment.
    await runner.query(`
      ALTER TABLE webhook_endpoints
        ADD COLUMN filter jsonb,
        ADD COLUMN fields text[],
        ADD COLUMN sealed_headers text,
        ADD COLUMN header_names text[] NOT NULL DEFAULT '{}',
        ADD COLUMN rate_limit integer,
        ADD COLUMN retry_schedule integer[],
        ADD COLUMN previous_secrets jsonb NOT NULL DEFAULT '[]',
        ADD COLUMN secret_rotated_at timestamptz(3);

      ALTER TABLE webhook_deliveries
        ADD COLUMN lane text NOT NULL DEFAULT 'fresh',
        ADD COLUMN schedule_start integer NOT NULL DEFAULT 0,
        ADD COLUMN delivered_at timestamptz,
        DROP CONSTRAINT webhook_deliveries_status_check,
        ADD CONSTRAINT webhook_deliveries_status_check CHECK
          (status IN ('pending', 'queued', 'sending', 'succeeded', 'failed', 'cancelled', 'held')) NOT VALID,
        ADD CONSTRAINT webhook_deliveries_lane_check CHECK (lane IN ('fresh', 'retry', 'replay')) NOT VALID;

      CREATE TABLE webhook_endpoint_health (
        endpoint_id uuid PRIMARY KEY REFERENCES webhook_endpoints (id) ON DELETE CASCADE,
        bucket_started_at timestamptz,
        successes integer NOT NULL DEFAULT 0,
        failures integer NOT NULL DEFAULT 0,
        earlier_successes integer NOT NULL DEFAULT 0,
        earlier_failures integer NOT NULL DEFAULT 0,
        open_until timestamptz,
        opened_times integer NOT NULL DEFAULT 0,
        slots integer,
        failing_since timestamptz,
        failed_attempts integer NOT NULL DEFAULT 0,
        last_success_at timestamptz,
        last_failure_at timestamptz,
        warned_at timestamptz,
        tokens real,
        tokens_at timestamptz
      ) WITH (fillfactor = 50);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE webhook_endpoint_health;
      DELETE FROM webhook_deliveries WHERE status = 'held';
      ALTER TABLE webhook_deliveries
        DROP CONSTRAINT webhook_deliveries_lane_check,
        DROP CONSTRAINT webhook_deliveries_status_check,
        ADD CONSTRAINT webhook_deliveries_status_check CHECK
          (status IN ('pending', 'queued', 'sending', 'succeeded', 'failed', 'cancelled')) NOT VALID,
        DROP COLUMN lane, DROP COLUMN schedule_start, DROP COLUMN delivered_at;
      ALTER TABLE webhook_endpoints
        DROP COLUMN filter, DROP COLUMN fields, DROP COLUMN sealed_headers, DROP COLUMN header_names,
        DROP COLUMN rate_limit, DROP COLUMN retry_schedule, DROP COLUMN previous_secrets,
        DROP COLUMN secret_rotated_at;
    `);
  }
}
