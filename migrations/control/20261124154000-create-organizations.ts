import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateOrganizations20261124154000 implements MigrationInterface {
  name = 'CreateOrganizations20261124154000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE tenants
        ADD COLUMN industry text,
        ADD COLUMN business_type text,
        ADD COLUMN phone text,
        ADD COLUMN email text,
        ADD COLUMN business_hours jsonb,
        ADD COLUMN version integer NOT NULL DEFAULT 1,
        ADD COLUMN closes_at timestamptz;

      CREATE TABLE tenant_policies (
        tenant_id uuid PRIMARY KEY REFERENCES tenants (id) ON DELETE CASCADE,
        settings_version integer NOT NULL,
        password jsonb NOT NULL,
        session jsonb NOT NULL
      );

      CREATE TABLE tenant_origins (
        origin text NOT NULL,
        tenant_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
        PRIMARY KEY (origin, tenant_id)
      );
      CREATE INDEX tenant_origins_tenant ON tenant_origins (tenant_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE tenant_origins, tenant_policies;
      ALTER TABLE tenants
        DROP COLUMN industry, DROP COLUMN business_type, DROP COLUMN phone, DROP COLUMN email,
        DROP COLUMN business_hours, DROP COLUMN version, DROP COLUMN closes_at;
    `);
  }
}
