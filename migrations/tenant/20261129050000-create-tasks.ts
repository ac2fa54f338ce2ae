import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateTasks20261129050000 implements MigrationInterface {
  name = 'CreateTasks20261129050000';

  async up(runner: QueryRunner): Promise<void> {
    // Without a pending list: a search for those of a record reads no more than those.
    await runner.query(`
      CREATE TABLE tasks (
        id uuid PRIMARY KEY,
        external_id text,
        title text NOT NULL,
        type text NOT NULL,
        priority text NOT NULL,
        status text NOT NULL,
        description text,
        due_at timestamptz(3),
        remind_at timestamptz(3),
        completed_at timestamptz(3),
        reminded_at timestamptz(3),
        add_to_calendar boolean NOT NULL DEFAULT false,
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
      CREATE UNIQUE INDEX tasks_external_id ON tasks (external_id) WHERE deleted_at IS NULL;
      CREATE INDEX tasks_created ON tasks (created_at, id) WHERE deleted_at IS NULL;
      CREATE INDEX tasks_updated ON tasks (updated_at, id) WHERE deleted_at IS NULL;
      CREATE INDEX tasks_due ON tasks (due_at, id) WHERE deleted_at IS NULL;
      CREATE INDEX tasks_owner ON tasks (owner_id, due_at) WHERE deleted_at IS NULL;
      CREATE INDEX tasks_links ON tasks USING gin (links jsonb_path_ops)
        WITH (fastupdate = off) WHERE deleted_at IS NULL;
      SELECT adopt_record_table('tasks', 'title', 'description');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE tasks');
  }
}
