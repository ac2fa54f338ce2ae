import type { MigrationInterface, QueryRunner } from 'typeorm';

/** No tenant is called so: they would be taken for the product's own. */
const RESERVED = [
  ...['about', 'account', 'accounts', 'admin', 'api', 'app', 'assets', 'auth', 'billing', 'blog', 'cdn'],
  ...[
    'console',
    'dashboard',
    'default',
    'demo',
    'dev',
    'docs',
    'download',
    'email',
    'files',
    'health',
    'help',
  ],
  ...['home', 'internal', 'legal', 'login', 'logout', 'mail', 'mcp', 'metrics', 'new', 'null', 'operator'],
  ...['organization', 'organizations', 'postmaster', 'privacy', 'public', 'register', 'root', 'search'],
  ...[
    'security',
    'settings',
    'signin',
    'signup',
    'static',
    'status',
    'support',
    'system',
    'tenant',
    'tenants',
  ],
  ...['terms', 'test', 'undefined', 'user', 'users', 'v1', 'v2', 'webhooks', 'webmaster', 'www'],
];

/**
 * What addresses call a tenant. Each slug that a tenant has had stays its own, in `tenant_slugs`; the one it has now stands
 * in its row. A process of the last build makes tenants without naming one: those get one that nobody else can have.
 */
export class CreateTenantSlugs20261129104000 implements MigrationInterface {
  name = 'CreateTenantSlugs20261129104000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE tenants ADD COLUMN slug text NOT NULL DEFAULT 'tenant-' || replace(gen_random_uuid()::text, '-', '')`,
    );
    await runner.query(
      `
      WITH named AS (
        SELECT id, created_at, trim(BOTH '-' FROM
          left(trim(BOTH '-' FROM regexp_replace(lower(regexp_replace(normalize(name, NFKD), '[\\u0300-\\u036f]+', '', 'g')), '[^a-z0-9]+', '-', 'g')), 60)) AS slug
        FROM tenants
      ), numbered AS (
        SELECT id, slug, row_number() OVER (PARTITION BY slug ORDER BY created_at, id) AS place FROM named
      )
      UPDATE tenants SET slug = CASE
        WHEN numbered.slug = '' THEN 'tenant-' || right(replace(tenants.id::text, '-', ''), 12)
        WHEN place = 1 AND NOT numbered.slug = ANY ($1::text[]) THEN numbered.slug
        ELSE numbered.slug || '-' || right(replace(tenants.id::text, '-', ''), 12)
      END
      FROM numbered WHERE numbered.id = tenants.id`,
      [RESERVED],
    );
    await runner.query(`
      CREATE UNIQUE INDEX tenants_slug ON tenants (slug);
      CREATE TABLE tenant_slugs (
        slug text PRIMARY KEY,
        tenant_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
      );
      CREATE INDEX tenant_slugs_tenant ON tenant_slugs (tenant_id);
      INSERT INTO tenant_slugs (slug, tenant_id) SELECT slug, id FROM tenants;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE tenant_slugs; ALTER TABLE tenants DROP COLUMN slug');
  }
}
