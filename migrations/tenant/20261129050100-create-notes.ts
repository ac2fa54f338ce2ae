import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateNotes20261129050100 implements MigrationInterface {
  name = 'CreateNotes20261129050100';

  async up(runner: QueryRunner): Promise<void> {
    // Without a pending list: a search for those of a record reads no more than those.
    await runner.query(`
      CREATE TABLE notes (
        id uuid PRIMARY KEY,
        external_id text,
        body text NOT NULL,
        pinned boolean NOT NULL DEFAULT false,
        mentions text[] NOT NULL DEFAULT '{}',
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
      CREATE UNIQUE INDEX notes_external_id ON notes (external_id) WHERE deleted_at IS NULL;
      CREATE INDEX notes_created ON notes (created_at, id) WHERE deleted_at IS NULL;
      CREATE INDEX notes_updated ON notes (updated_at, id) WHERE deleted_at IS NULL;
      CREATE INDEX notes_owner ON notes (owner_id, created_at) WHERE deleted_at IS NULL;
      CREATE INDEX notes_mentions ON notes USING gin (mentions) WITH (fastupdate = off) WHERE deleted_at IS NULL;
      CREATE INDEX notes_links ON notes USING gin (links jsonb_path_ops)
        WITH (fastupdate = off) WHERE deleted_at IS NULL;
      SELECT adopt_record_table('notes', 'body');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE notes');
  }
}
