import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateTenantSettings20261124154000 implements MigrationInterface {
  name = 'CreateTenantSettings20261124154000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE tenant_settings (
        singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
        chosen jsonb NOT NULL DEFAULT '{}',
        version integer NOT NULL DEFAULT 1,
        updated_at timestamptz,
        updated_by uuid
      );
      INSERT INTO tenant_settings DEFAULT VALUES;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE tenant_settings');
  }
}
