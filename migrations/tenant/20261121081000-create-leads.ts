import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateLeads20261121081000 implements MigrationInterface {
  name = 'CreateLeads20261121081000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE leads (
        id uuid PRIMARY KEY,
        external_id text,
        first_name text,
        last_name text,
        email text,
        phone text,
        company text,
        job_title text,
        website text,
        description text,
        source text,
        status text NOT NULL,
        temperature text,
        score integer,
        tags text[] NOT NULL DEFAULT '{}',
        custom_fields jsonb NOT NULL DEFAULT '{}',
        owner_id uuid REFERENCES members (id),
        first_contact_at timestamptz,
        first_contact_note text,
        last_contact_at timestamptz,
        last_contact_note text,
        next_contact_at timestamptz,
        follow_up_action text,
        created_at timestamptz NOT NULL,
        created_by uuid NOT NULL,
        updated_at timestamptz NOT NULL,
        updated_by uuid NOT NULL,
        version integer NOT NULL,
        deleted_at timestamptz
      );
      CREATE UNIQUE INDEX leads_external_id ON leads (external_id) WHERE deleted_at IS NULL;
      CREATE INDEX leads_created ON leads (created_at, id) WHERE deleted_at IS NULL;
      CREATE INDEX leads_updated ON leads (updated_at, id) WHERE deleted_at IS NULL;
      CREATE INDEX leads_status ON leads (status, created_at) WHERE deleted_at IS NULL;
      CREATE INDEX leads_owner ON leads (owner_id, created_at) WHERE deleted_at IS NULL;
      CREATE INDEX leads_email ON leads (lower(email)) WHERE deleted_at IS NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE leads');
  }
}
