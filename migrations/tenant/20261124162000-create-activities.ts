import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateActivities20261124162000 implements MigrationInterface {
  name = 'CreateActivities20261124162000';

  async up(runner: QueryRunner): Promise<void> {
    // Without a pending list: a search for the activities of a record reads no more than those.
    await runner.query(`
      CREATE TABLE activities (
        id uuid PRIMARY KEY,
        external_id text,
        kind text NOT NULL,
        direction text,
        subject text,
        body text,
        occurred_at timestamptz(3) NOT NULL,
        duration_minutes integer,
        outcome text,
        links jsonb NOT NULL DEFAULT '[]',
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
      CREATE UNIQUE INDEX activities_external_id ON activities (external_id) WHERE deleted_at IS NULL;
      CREATE INDEX activities_occurred ON activities (occurred_at, id) WHERE deleted_at IS NULL;
      CREATE INDEX activities_created ON activities (created_at, id) WHERE deleted_at IS NULL;
      CREATE INDEX activities_updated ON activities (updated_at, id) WHERE deleted_at IS NULL;
      CREATE INDEX activities_owner ON activities (owner_id, occurred_at) WHERE deleted_at IS NULL;
      CREATE INDEX activities_links ON activities USING gin (links jsonb_path_ops)
        WITH (fastupdate = off) WHERE deleted_at IS NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE activities');
  }
}
