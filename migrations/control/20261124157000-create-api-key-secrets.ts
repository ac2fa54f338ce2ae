import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateApiKeySecrets20261124157000 implements MigrationInterface {
  name = 'CreateApiKeySecrets20261124157000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE api_key_secrets (
        secret_hash text PRIMARY KEY,
        api_key_id uuid NOT NULL,
        tenant_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
        user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        created_at timestamptz NOT NULL,
        expires_at timestamptz
      );
      CREATE INDEX api_key_secrets_key ON api_key_secrets (api_key_id);
      CREATE INDEX api_key_secrets_tenant ON api_key_secrets (tenant_id);
      CREATE INDEX api_key_secrets_user ON api_key_secrets (user_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE api_key_secrets');
  }
}
