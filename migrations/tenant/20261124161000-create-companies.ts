import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateCompanies20261124161000 implements MigrationInterface {
  name = 'CreateCompanies20261124161000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE companies (
        id uuid PRIMARY KEY,
        external_id text,
        name text NOT NULL,
        domain text,
        website text,
        phone text,
        email text,
        industry text,
        description text,
        employee_count integer,
        annual_revenue numeric(15, 2),
        currency text,
        year_established integer,
        address_line1 text,
        address_line2 text,
        city text,
        state text,
        postal_code text,
        country text,
        parent_id uuid REFERENCES companies (id),
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
      CREATE UNIQUE INDEX companies_external_id ON companies (external_id) WHERE deleted_at IS NULL;
      CREATE UNIQUE INDEX companies_domain ON companies (lower(domain)) WHERE deleted_at IS NULL;
      CREATE INDEX companies_created ON companies (created_at, id) WHERE deleted_at IS NULL;
      CREATE INDEX companies_updated ON companies (updated_at, id) WHERE deleted_at IS NULL;
      CREATE INDEX companies_name ON companies (name, id) WHERE deleted_at IS NULL;
      CREATE INDEX companies_name_lower ON companies (lower(name)) WHERE deleted_at IS NULL;
      CREATE INDEX companies_industry ON companies (industry, created_at) WHERE deleted_at IS NULL;
      CREATE INDEX companies_owner ON companies (owner_id, created_at) WHERE deleted_at IS NULL;
      CREATE INDEX companies_parent ON companies (parent_id) WHERE parent_id IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE companies');
  }
}
