import type { MigrationInterface, QueryRunner } from 'typeorm';

const RECORD_COLUMNS = `
        id uuid PRIMARY KEY,
        external_id text,
        tags text[] NOT NULL DEFAULT '{}',
        custom_fields jsonb NOT NULL DEFAULT '{}',
        owner_id uuid REFERENCES members (id),
        created_at timestamptz NOT NULL,
        created_by uuid NOT NULL,
        updated_at timestamptz NOT NULL,
        updated_by uuid NOT NULL,
        version integer NOT NULL,
        deleted_at timestamptz`;

export class CreateRolesAndTeams20261124156000 implements MigrationInterface {
  name = 'CreateRolesAndTeams20261124156000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE roles (${RECORD_COLUMNS},
        name text NOT NULL,
        description text,
        permissions text[] NOT NULL,
        field_rules jsonb NOT NULL DEFAULT '{}',
        built_in boolean NOT NULL DEFAULT false
      );
      CREATE UNIQUE INDEX roles_name ON roles (lower(name)) WHERE deleted_at IS NULL;
      CREATE UNIQUE INDEX roles_external_id ON roles (external_id) WHERE deleted_at IS NULL;

      CREATE TABLE teams (${RECORD_COLUMNS},
        name text NOT NULL,
        description text
      );
      CREATE UNIQUE INDEX teams_name ON teams (lower(name)) WHERE deleted_at IS NULL;
      CREATE UNIQUE INDEX teams_external_id ON teams (external_id) WHERE deleted_at IS NULL;

      ALTER TABLE members ADD COLUMN kind text NOT NULL DEFAULT 'person' CHECK (kind IN ('person', 'service'));
      ALTER TABLE members ADD CONSTRAINT members_team FOREIGN KEY (team_id) REFERENCES teams (id);
      CREATE INDEX members_team_id ON members (team_id) WHERE team_id IS NOT NULL;
      CREATE INDEX members_role ON members (role);
    `);
    // The same ids in every tenant: an integrator may name them without a look-up.
    await runner.query(`
      INSERT INTO roles (id, name, description, permissions, built_in, created_at, created_by, updated_at, updated_by, version)
      SELECT id::uuid, name, description, permissions, true, now(), nobody, now(), nobody, 1
      FROM (SELECT '00000000-0000-0000-0000-000000000000'::uuid AS nobody) AS product, (VALUES
        ('00000000-0000-7000-8000-000000000001', 'Admin', 'May do everything',
         ARRAY['*:*']),
        ('00000000-0000-7000-8000-000000000002', 'Manager', 'Runs the sales work and its integrations',
         ARRAY['records:*', 'webhooks:*', 'users:read', 'teams:read', 'roles:read', 'settings:read']),
        ('00000000-0000-7000-8000-000000000003', 'User', 'Works with records and cannot remove them',
         ARRAY['records:read', 'records:create', 'records:update', 'users:read', 'teams:read', 'settings:read'])
      ) AS built_in (id, name, description, permissions);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Roles are what memberships stand on: they are not taken down by a migration');
  }
}
