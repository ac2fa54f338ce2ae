import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a record type needs of the database: its table, its own indexes, and one call that joins it to the foundation. */
export class CreateGadgets20991231000000 implements MigrationInterface {
  name = 'CreateGadgets20991231000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE gadgets (
        id uuid PRIMARY KEY,
        external_id text,
        name text NOT NULL,
        serial text,
        status text NOT NULL,
        weight numeric(12, 3),
        built_at timestamptz(3),
        parent_id uuid REFERENCES gadgets (id),
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
      CREATE UNIQUE INDEX gadgets_external_id ON gadgets (external_id) WHERE deleted_at IS NULL;
      CREATE UNIQUE INDEX gadgets_serial ON gadgets (lower(serial)) WHERE deleted_at IS NULL;
      CREATE INDEX gadgets_created ON gadgets (created_at, id) WHERE deleted_at IS NULL;
      SELECT adopt_record_table('gadgets', 'name', 'serial');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE gadgets');
  }
}
