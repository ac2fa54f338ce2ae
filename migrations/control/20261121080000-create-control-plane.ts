import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateControlPlane20261121080000 implements MigrationInterface {
  name = 'CreateControlPlane20261121080000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE clusters (
        id text PRIMARY KEY,
        sealed_url text,
        accepts_tenants boolean NOT NULL DEFAULT true,
        created_at timestamptz NOT NULL DEFAULT now()
      );
      INSERT INTO clusters (id) VALUES ('primary');

      CREATE TABLE tenants (
        id uuid PRIMARY KEY,
        name text NOT NULL,
        company_name text,
        database text NOT NULL UNIQUE,
        cluster text NOT NULL REFERENCES clusters (id),
        state text NOT NULL CHECK (state IN ('provisioning', 'active', 'read-only', 'moving', 'suspended', 'closing')),
        plan text NOT NULL,
        schema_version bigint NOT NULL DEFAULT 0,
        lease_until timestamptz,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX tenants_unfinished ON tenants (lease_until) WHERE state IN ('provisioning', 'closing');

      CREATE TABLE users (
        id uuid PRIMARY KEY,
        email text NOT NULL,
        name text NOT NULL,
        password_hash text,
        last_tenant_id uuid REFERENCES tenants (id) ON DELETE SET NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE UNIQUE INDEX users_email ON users (lower(email));

      CREATE TABLE memberships (
        user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        tenant_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
        role text NOT NULL,
        active boolean NOT NULL DEFAULT true,
        created_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (user_id, tenant_id)
      );
      CREATE INDEX memberships_tenant ON memberships (tenant_id);

      CREATE TABLE sessions (
        id uuid PRIMARY KEY,
        user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        tenant_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
        created_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL,
        revoked_at timestamptz,
        address text,
        user_agent text
      );
      CREATE INDEX sessions_user ON sessions (user_id);
      CREATE INDEX sessions_expiry ON sessions (expires_at);

      CREATE TABLE refresh_tokens (
        token_hash text PRIMARY KEY,
        session_id uuid NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
        expires_at timestamptz NOT NULL,
        used_at timestamptz
      );
      CREATE INDEX refresh_tokens_session ON refresh_tokens (session_id);

      CREATE TABLE dirty_marks (
        tenant_id uuid PRIMARY KEY REFERENCES tenants (id) ON DELETE CASCADE,
        generation bigint NOT NULL DEFAULT 1,
        marked_at timestamptz NOT NULL
      );
      CREATE INDEX dirty_marks_age ON dirty_marks (marked_at);

      CREATE TABLE due_marks (
        tenant_id uuid PRIMARY KEY REFERENCES tenants (id) ON DELETE CASCADE,
        due_at timestamptz NOT NULL
      );
      CREATE INDEX due_marks_due ON due_marks (due_at);

      CREATE TABLE leases (
        name text PRIMARY KEY,
        holder uuid NOT NULL,
        expires_at timestamptz NOT NULL
      );

      CREATE TABLE idempotency_keys (
        caller text NOT NULL,
        key text NOT NULL,
        fingerprint text NOT NULL,
        lease_until timestamptz,
        status integer,
        sealed_answer text,
        created_at timestamptz NOT NULL,
        PRIMARY KEY (caller, key)
      );
      CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);
    `);
  }

  async down(): Promise<void> {
    throw new Error('The control plane is not taken down by a migration');
  }
}
