import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateContacts20261124161100 implements MigrationInterface {
  name = 'CreateContacts20261124161100';

  async up(runner: QueryRunner): Promise<void> {
    // The ids of companies are a list of texts, as tags are: one kind of list, one kind of condition and of index.
    await runner.query(`
      CREATE TABLE contacts (
        id uuid PRIMARY KEY,
        external_id text,
        salutation text,
        first_name text,
        last_name text,
        email text,
        phone text,
        mobile_phone text,
        job_title text,
        department text,
        birthday date,
        website text,
        linked_in_url text,
        address_line1 text,
        address_line2 text,
        city text,
        state text,
        postal_code text,
        country text,
        description text,
        source text,
        status text NOT NULL,
        lifecycle_stage text NOT NULL,
        temperature text,
        first_contact_at timestamptz(3),
        first_contact_note text,
        last_contact_at timestamptz(3),
        last_contact_note text,
        next_contact_at timestamptz(3),
        follow_up_action text,
        preferred_language text,
        time_zone text,
        do_not_contact boolean NOT NULL DEFAULT false,
        primary_company_id uuid REFERENCES companies (id),
        company_ids text[] NOT NULL DEFAULT '{}',
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
      CREATE UNIQUE INDEX contacts_external_id ON contacts (external_id) WHERE deleted_at IS NULL;
      CREATE INDEX contacts_created ON contacts (created_at, id) WHERE deleted_at IS NULL;
      CREATE INDEX contacts_updated ON contacts (updated_at, id) WHERE deleted_at IS NULL;
      CREATE INDEX contacts_last_name ON contacts (last_name, id) WHERE deleted_at IS NULL;
      CREATE INDEX contacts_email ON contacts (lower(email)) WHERE deleted_at IS NULL;
      CREATE INDEX contacts_status ON contacts (status, created_at) WHERE deleted_at IS NULL;
      CREATE INDEX contacts_lifecycle_stage ON contacts (lifecycle_stage, created_at) WHERE deleted_at IS NULL;
      CREATE INDEX contacts_owner ON contacts (owner_id, created_at) WHERE deleted_at IS NULL;
      CREATE INDEX contacts_primary_company ON contacts (primary_company_id) WHERE primary_company_id IS NOT NULL;
      CREATE INDEX contacts_companies ON contacts USING gin (company_ids) WHERE deleted_at IS NULL;
      CREATE INDEX contacts_next_contact ON contacts (next_contact_at) WHERE deleted_at IS NULL AND next_contact_at IS NOT NULL;

      CREATE TABLE contact_companies (
        contact_id uuid NOT NULL REFERENCES contacts (id),
        company_id uuid NOT NULL REFERENCES companies (id),
        role text,
        is_primary boolean NOT NULL DEFAULT false,
        since timestamptz(3) NOT NULL,
        PRIMARY KEY (contact_id, company_id)
      );
      CREATE UNIQUE INDEX contact_companies_primary ON contact_companies (contact_id) WHERE is_primary;
      CREATE INDEX contact_companies_company ON contact_companies (company_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE contact_companies; DROP TABLE contacts');
  }
}
