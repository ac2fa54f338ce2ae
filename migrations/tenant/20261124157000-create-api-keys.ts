import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateApiKeys20261124157000 implements MigrationInterface {
  name = 'CreateApiKeys20261124157000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE api_keys (
        id uuid PRIMARY KEY,
        external_id text,
        name text NOT NULL,
        user_id uuid NOT NULL REFERENCES members (id),
        prefix text NOT NULL,
        permissions text[] NOT NULL,
        field_rules jsonb NOT NULL DEFAULT '{}',
        allowed_addresses text[] NOT NULL DEFAULT '{}',
        requests_per_minute integer,
        expires_at timestamptz,
        last_used_at timestamptz,
        last_used_address text,
        tags text[] NOT NULL DEFAULT '{}',
        custom_fields jsonb NOT NULL DEFAULT '{}',
        owner_id uuid REFERENCES members (id),
        created_at timestamptz NOT NULL,
        created_by uuid NOT NULL,
        updated_at timestamptz NOT NULL,
        updated_by uuid NOT NULL,
        version integer NOT NULL,
        deleted_at timestamptz
      );
      CREATE UNIQUE INDEX api_keys_external_id ON api_keys (external_id) WHERE deleted_at IS NULL;
      CREATE INDEX api_keys_created ON api_keys (created_at, id) WHERE deleted_at IS NULL;

      CREATE TABLE api_key_usage (
        api_key_id uuid NOT NULL REFERENCES api_keys (id) ON DELETE CASCADE,
        day date NOT NULL,
        requests bigint NOT NULL,
        PRIMARY KEY (api_key_id, day)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE api_key_usage, api_keys');
  }
}
