import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ApiClient } from '../../../test/support/api-client.js';
import { eventually } from '../../../test/support/eventually.js';
import { TenantCore } from '../../../test/support/tenant-core.js';
import { freshDatabaseUrl } from '../../../test/support/test-product.js';
import { DatabaseConfig } from '../config/database.config.js';
import { ClusterDirectory, PRIMARY_CLUSTER } from './cluster-directory.js';
import { ControlDatabase } from './control-database.js';
import { ensureDatabase, migrateDatabase } from './migrate-database.js';
import { loadMigrations, type MigrationClass, type MigrationSet } from './migration-set.js';
import { MINIMUM_TENANT_SCHEMA } from './minimum-schema.js';
import { withClient } from './postgres-client.js';
import { TenantDatabases } from './tenant-databases.js';

const SPEC = { applicationName: 'spec' };
let failing = true;

class First20260101000000 implements MigrationInterface {
  name = 'First20260101000000';
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE first (id integer)');
  }
  async down(): Promise<void> {
    throw new Error('never');
  }
}

class Second20260102000000 implements MigrationInterface {
  name = 'Second20260102000000';
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE second (id integer)');
    if (failing) throw new Error('in the middle');
  }
  async down(): Promise<void> {
    throw new Error('never');
  }
}

function setOf(...migrations: MigrationClass[]): MigrationSet {
  return { migrations, version: migrations.length, hash: `spec${migrations.length}` };
}

describe('migrations', () => {
  let core: TenantCore;

  beforeAll(async () => {
    core = await TenantCore.start();
  });

  afterAll(() => core.close());

  function names(url: string): Promise<string[]> {
    return withClient(url, SPEC, async (client) => {
      const found = await client.query<{ name: string }>('SELECT name FROM migrations ORDER BY id');
      return found.rows.map(({ name }) => name);
    });
  }

  it('run once each when several processes start at once, on a database that is not there yet', async () => {
    const url = freshDatabaseUrl();
    const set = await loadMigrations('tenant');
    const start = async (): Promise<number> => {
      await ensureDatabase(url);
      return migrateDatabase(url, set);
    };
    const ran = await Promise.all([start(), start(), start()]);
    expect(ran.sort((a, b) => a - b)).toEqual([0, 0, set.migrations.length]);
    expect(await names(url)).toHaveLength(set.migrations.length);
  });

  it('leave nothing of the one that failed, and go on from there', async () => {
    const url = freshDatabaseUrl();
    const set = setOf(First20260101000000, Second20260102000000);
    await ensureDatabase(url);
    await expect(migrateDatabase(url, set)).rejects.toThrow('in the middle');
    expect(await names(url)).toEqual(['First20260101000000']);
    failing = false;
    expect(await migrateDatabase(url, set)).toBe(1);
    expect(await names(url)).toEqual(['First20260101000000', 'Second20260102000000']);
  });

  it('are all in a tenant that was cloned from the template, which nobody can enter', async () => {
    const databases = core.app.get(TenantDatabases);
    const tenant = await core.newTenant();
    const url = core.app.get(ClusterDirectory).directUrl(PRIMARY_CLUSTER, tenant.database);
    expect(await names(url)).toHaveLength(databases.migrations.migrations.length);
    expect(tenant.schemaVersion).toBe(databases.migrations.version);
    expect(databases.migrations.version).toBeGreaterThanOrEqual(MINIMUM_TENANT_SCHEMA);
    expect(await databases.migrate(PRIMARY_CLUSTER, tenant.database)).toBe(0);
    const template = await databases.prepareTemplate(PRIMARY_CLUSTER);
    const templateUrl = core.app.get(ClusterDirectory).directUrl(PRIMARY_CLUSTER, template);
    await expect(withClient(templateUrl, SPEC, async () => undefined)).rejects.toMatchObject({
      code: '55000',
    });
  });

  it('build one template when several processes need it at once, and clear away an unfinished one', async () => {
    const config = core.app.get(DatabaseConfig);
    const clusters = core.app.get(ClusterDirectory);
    const set = setOf(First20260101000000);
    const template = `${config.databasePrefix}_template_${set.hash}`;
    const databasesLike = () =>
      withClient(config.directUrl, SPEC, async (client) => {
        const found = await client.query<{ datname: string }>(
          'SELECT datname FROM pg_database WHERE starts_with(datname, $1)',
          [template],
        );
        return found.rows.map(({ datname }) => datname);
      });
    await withClient(config.directUrl, SPEC, (client) =>
      client.query(`CREATE DATABASE ${template}_deadbeef`),
    );
    const processes = Array.from({ length: 3 }, () => new TenantDatabases(config, clusters, set));
    await Promise.all(processes.map((databases) => databases.prepareTemplate(PRIMARY_CLUSTER)));
    expect(await databasesLike()).toEqual([template]);
    await Promise.all(
      processes.map((databases, index) =>
        databases.create(PRIMARY_CLUSTER, `${config.databasePrefix}_c${index}`),
      ),
    );
  });

  it('keep a tenant that is below the schema this build needs away with 503', async () => {
    const api = await new ApiClient(core.product.url).register();
    await core.app
      .get(ControlDatabase)
      .query('UPDATE tenants SET schema_version = $1 WHERE id = $2', [
        MINIMUM_TENANT_SCHEMA - 1,
        api.tenant.tenantId,
      ]);
    // A process trusts for a second what it knows of a tenant.
    const answer = await eventually('the schema is noticed', async () => {
      const given = await api.get('/api/leads');
      return given.status === 503 ? given : undefined;
    });
    expect(answer.headers.get('retry-after')).toBe('30');
  });
});
