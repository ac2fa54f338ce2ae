import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateTags20261124163000 implements MigrationInterface {
  name = 'CreateTags20261124163000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE tags (
        id uuid PRIMARY KEY,
        external_id text,
        name text NOT NULL,
        color text,
        description text,
        renaming boolean NOT NULL DEFAULT false,
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
      CREATE UNIQUE INDEX tags_external_id ON tags (external_id) WHERE deleted_at IS NULL;
      CREATE UNIQUE INDEX tags_name ON tags (lower(name)) WHERE deleted_at IS NULL;
      CREATE INDEX tags_created ON tags (created_at, id) WHERE deleted_at IS NULL;

      CREATE TABLE tag_replacements (
        seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        tag_id uuid NOT NULL REFERENCES tags (id),
        old_name text NOT NULL,
        new_name text,
        actor_kind text NOT NULL,
        actor_id uuid NOT NULL,
        api_key_id uuid,
        requested_at timestamptz(3) NOT NULL,
        resource text NOT NULL DEFAULT '',
        after_id uuid
      );
      CREATE INDEX tag_replacements_tag ON tag_replacements (tag_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE tag_replacements; DROP TABLE tags');
  }
}
