import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateInvitations20261124151100 implements MigrationInterface {
  name = 'CreateInvitations20261124151100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE invitations (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
        email text NOT NULL,
        name text,
        role text NOT NULL,
        token_hash text NOT NULL,
        invited_by uuid,
        created_at timestamptz NOT NULL,
        sent_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        accepted_at timestamptz,
        revoked_at timestamptz
      );
      CREATE UNIQUE INDEX invitations_open ON invitations (tenant_id, lower(email))
        WHERE accepted_at IS NULL AND revoked_at IS NULL;
      CREATE INDEX invitations_tenant ON invitations (tenant_id, created_at, id);
      CREATE INDEX invitations_expiry ON invitations (expires_at);

      CREATE TABLE password_resets (
        user_id uuid PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
        token_hash text NOT NULL UNIQUE,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL
      );
      CREATE INDEX password_resets_expiry ON password_resets (expires_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE password_resets; DROP TABLE invitations');
  }
}
