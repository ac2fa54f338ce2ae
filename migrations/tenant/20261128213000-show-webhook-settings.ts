import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ShowWebhookSettings20261128213000 implements MigrationInterface {
  name = 'ShowWebhookSettings20261128213000';

  /** The headers as answers show them, with masks for values, instead of their names alone, which nothing reads yet. */
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE webhook_endpoints
        DROP COLUMN header_names,
        ADD COLUMN headers jsonb NOT NULL DEFAULT '{}',
        ADD COLUMN previous_secrets_expire_at text[] NOT NULL DEFAULT '{}'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE webhook_endpoints
        DROP COLUMN headers,
        DROP COLUMN previous_secrets_expire_at,
        ADD COLUMN header_names text[] NOT NULL DEFAULT '{}'`);
  }
}
