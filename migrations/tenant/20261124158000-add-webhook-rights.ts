import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddWebhookRights20261124158000 implements MigrationInterface {
  name = 'AddWebhookRights20261124158000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE webhook_endpoints ADD COLUMN rights_user_id uuid, ADD COLUMN rights_api_key_id uuid;
      UPDATE webhook_endpoints SET rights_user_id = coalesce(owner_id, created_by);
      ALTER TABLE webhook_endpoints ALTER COLUMN rights_user_id SET NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'ALTER TABLE webhook_endpoints DROP COLUMN rights_user_id, DROP COLUMN rights_api_key_id',
    );
  }
}
