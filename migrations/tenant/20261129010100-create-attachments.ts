import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateAttachments20261129010100 implements MigrationInterface {
  name = 'CreateAttachments20261129010100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE attachments (
        id uuid PRIMARY KEY,
        external_id text,
        resource text NOT NULL,
        record_id uuid NOT NULL,
        name text NOT NULL,
        description text,
        content_type text NOT NULL,
        size bigint NOT NULL,
        sha256 text NOT NULL,
        storage_key text NOT NULL UNIQUE,
        tags text[] NOT NULL DEFAULT '{}',
        custom_fields jsonb NOT NULL DEFAULT '{}',
        owner_id uuid REFERENCES members (id),
        created_at timestamptz(3) NOT NULL,
        created_by uuid NOT NULL,
        updated_at timestamptz(3) NOT NULL,
        updated_by uuid NOT NULL,
        version integer NOT NULL,
        deleted_at timestamptz(3)
      );
      CREATE UNIQUE INDEX attachments_external_id ON attachments (external_id) WHERE deleted_at IS NULL;
      CREATE INDEX attachments_record ON attachments (record_id, created_at, id) WHERE deleted_at IS NULL;
      CREATE INDEX attachments_created ON attachments (created_at, id) WHERE deleted_at IS NULL;
      CREATE INDEX attachments_updated ON attachments (updated_at, id) WHERE deleted_at IS NULL;
      CREATE INDEX attachments_owner ON attachments (owner_id, created_at) WHERE deleted_at IS NULL;
      SELECT adopt_record_table('attachments', 'name', 'description');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE attachments');
  }
}
