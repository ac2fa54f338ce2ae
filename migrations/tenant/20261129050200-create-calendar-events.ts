import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateCalendarEvents20261129050200 implements MigrationInterface {
  name = 'CreateCalendarEvents20261129050200';

  async up(runner: QueryRunner): Promise<void> {
    // Without a pending list: a search for those of a record reads no more than those.
    await runner.query(`
      CREATE TABLE calendar_events (
        id uuid PRIMARY KEY,
        external_id text,
        title text NOT NULL,
        type text NOT NULL,
        status text NOT NULL,
        description text,
        location text,
        starts_at timestamptz(3) NOT NULL,
        ends_at timestamptz(3) NOT NULL,
        all_day boolean NOT NULL DEFAULT false,
        time_zone text NOT NULL,
        recurrence text NOT NULL DEFAULT 'none',
        recurrence_rule text,
        exception_dates jsonb NOT NULL DEFAULT '[]',
        changed_occurrences jsonb NOT NULL DEFAULT '[]',
        spans_from timestamptz(3) NOT NULL,
        spans_until timestamptz(3) NOT NULL,
        attendees jsonb NOT NULL DEFAULT '[]',
        reminders jsonb NOT NULL DEFAULT '[]',
        task_id uuid REFERENCES tasks (id),
        last_reminder jsonb,
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
      CREATE UNIQUE INDEX calendar_events_external_id ON calendar_events (external_id) WHERE deleted_at IS NULL;
      CREATE INDEX calendar_events_created ON calendar_events (created_at, id) WHERE deleted_at IS NULL;
      CREATE INDEX calendar_events_updated ON calendar_events (updated_at, id) WHERE deleted_at IS NULL;
      CREATE INDEX calendar_events_starts ON calendar_events (starts_at, id) WHERE deleted_at IS NULL;
      CREATE INDEX calendar_events_spans ON calendar_events (spans_until, spans_from) WHERE deleted_at IS NULL;
      CREATE INDEX calendar_events_owner ON calendar_events (owner_id, starts_at) WHERE deleted_at IS NULL;
      CREATE INDEX calendar_events_task ON calendar_events (task_id) WHERE task_id IS NOT NULL;
      CREATE INDEX calendar_events_links ON calendar_events USING gin (links jsonb_path_ops)
        WITH (fastupdate = off) WHERE deleted_at IS NULL;
      SELECT adopt_record_table('calendar_events', 'title', 'description', 'location');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE calendar_events');
  }
}
