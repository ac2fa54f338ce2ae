import type { MigrationInterface, QueryRunner } from 'typeorm';

const RECORD_COLUMNS = `
  tags text[] NOT NULL DEFAULT '{}',
  custom_fields jsonb NOT NULL DEFAULT '{}',
  owner_id uuid REFERENCES members (id),
  created_at timestamptz(3) NOT NULL,
  created_by uuid NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  updated_by uuid NOT NULL,
  version integer NOT NULL,
  deleted_at timestamptz(3)`;

export class CreateTickets20261129102000 implements MigrationInterface {
  name = 'CreateTickets20261129102000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE ticket_queues (
        id uuid PRIMARY KEY,
        external_id text,
        name text NOT NULL,
        description text,
        member_ids text[] NOT NULL DEFAULT '{}',
        team_id uuid REFERENCES teams (id),
        ${RECORD_COLUMNS}
      );
      CREATE UNIQUE INDEX ticket_queues_external_id ON ticket_queues (external_id) WHERE deleted_at IS NULL;
      CREATE UNIQUE INDEX ticket_queues_name ON ticket_queues (lower(name)) WHERE deleted_at IS NULL;
      CREATE INDEX ticket_queues_created ON ticket_queues (created_at, id) WHERE deleted_at IS NULL;
      SELECT adopt_record_table('ticket_queues', 'name', 'description');
    `);
    // Nobody waits for a number, and what is refused or undone leaves a gap. Indexes over deleted ones too are for merges
    // and erasures of those whom tickets name.
    await runner.query(`
      CREATE SEQUENCE ticket_numbers AS integer;

      CREATE TABLE tickets (
        id uuid PRIMARY KEY,
        external_id text,
        number integer NOT NULL,
        number_words text NOT NULL,
        subject text NOT NULL,
        description text,
        status text NOT NULL,
        priority text NOT NULL,
        channel text NOT NULL,
        type text NOT NULL,
        requester_id uuid REFERENCES contacts (id),
        company_id uuid REFERENCES companies (id),
        queue_id uuid REFERENCES ticket_queues (id),
        first_responded_at timestamptz(3),
        last_asked_at timestamptz(3),
        last_responded_at timestamptz(3),
        solved_at timestamptz(3),
        closed_at timestamptz(3),
        ${RECORD_COLUMNS}
      );
      CREATE UNIQUE INDEX tickets_number ON tickets (number);
      CREATE UNIQUE INDEX tickets_external_id ON tickets (external_id) WHERE deleted_at IS NULL;
      CREATE INDEX tickets_created ON tickets (created_at, id) WHERE deleted_at IS NULL;
      CREATE INDEX tickets_updated ON tickets (updated_at, id) WHERE deleted_at IS NULL;
      CREATE INDEX tickets_status ON tickets (status, created_at) WHERE deleted_at IS NULL;
      CREATE INDEX tickets_owner ON tickets (owner_id, created_at) WHERE deleted_at IS NULL;
      CREATE INDEX tickets_requester ON tickets (requester_id, created_at, id);
      CREATE INDEX tickets_company ON tickets (company_id, created_at, id);
      CREATE INDEX tickets_queue ON tickets (queue_id, status);
      SELECT adopt_record_table('tickets', 'number_words', 'subject', 'description');

      CREATE TABLE ticket_status_changes (
        id uuid PRIMARY KEY,
        ticket_id uuid NOT NULL REFERENCES tickets (id),
        from_status text NOT NULL,
        to_status text NOT NULL,
        changed_at timestamptz(3) NOT NULL,
        changed_by uuid NOT NULL
      );
      CREATE INDEX ticket_status_changes_ticket ON ticket_status_changes (ticket_id, changed_at, id);
    `);
    await runner.query(`
      CREATE TABLE ticket_comments (
        id uuid PRIMARY KEY,
        external_id text,
        resource text NOT NULL,
        record_id uuid NOT NULL REFERENCES tickets (id),
        body text NOT NULL,
        visibility text NOT NULL,
        channel text,
        author_id uuid,
        author_contact_id uuid REFERENCES contacts (id),
        mentions text[] NOT NULL DEFAULT '{}',
        ${RECORD_COLUMNS}
      );
      CREATE UNIQUE INDEX ticket_comments_external_id ON ticket_comments (external_id) WHERE deleted_at IS NULL;
      CREATE INDEX ticket_comments_created ON ticket_comments (created_at, id) WHERE deleted_at IS NULL;
      CREATE INDEX ticket_comments_updated ON ticket_comments (updated_at, id) WHERE deleted_at IS NULL;
      CREATE INDEX ticket_comments_record ON ticket_comments (record_id, created_at, id);
      CREATE INDEX ticket_comments_author_contact ON ticket_comments (author_contact_id, created_at, id);
      SELECT adopt_record_table('ticket_comments', 'body');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE ticket_comments;
      DROP TABLE ticket_status_changes;
      DROP TABLE tickets;
      DROP SEQUENCE ticket_numbers;
      DROP TABLE ticket_queues;
    `);
  }
}
