import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../../../test/support/eventually.js';
import { queryDatabase } from '../../../test/support/server-query.js';
import { TenantCore } from '../../../test/support/tenant-core.js';
import type { TenantReference } from '../context/tenant-reference.js';
import { ControlDatabase } from './control-database.js';
import { TenantIndexes } from './tenant-indexes.js';

const PID = 'SELECT pg_backend_pid() AS pid';

interface Backend {
  readonly pid: number;
}

describe('a connection that the server ends while it is held and says nothing', () => {
  let core: TenantCore;
  let tenant: TenantReference;

  beforeAll(async () => {
    core = await TenantCore.start();
    tenant = await core.newTenant();
  });

  afterAll(() => core.close());

  /** Resolves when the server has let go of it. */
  async function end(found: Backend | undefined): Promise<void> {
    const { databaseUrl } = core.product;
    await queryDatabase(databaseUrl, 'SELECT pg_terminate_backend($1)', [found?.pid]);
    await eventually('the backend is gone', async () => {
      const left = await queryDatabase(databaseUrl, 'SELECT 1 FROM pg_stat_activity WHERE pid = $1', [
        found?.pid,
      ]);
      return left.length === 0;
    });
  }

  it('fails a control transaction with 503, before its next statement or its commit', async () => {
    const control = core.app.get(ControlDatabase);
    for (const statement of ['SELECT 1', undefined]) {
      const held = control.transaction(async (manager) => {
        const [backend] = await manager.query<Backend[]>(PID);
        await end(backend);
        await eventually('it is given back', () => manager.queryRunner?.isReleased);
        return statement === undefined ? [] : manager.query<unknown[]>(statement);
      });
      await expect(held).rejects.toMatchObject({ status: 503 });
    }
    await expect(control.transaction((manager) => manager.query('SELECT 1'))).resolves.toHaveLength(1);
  });

  it("fails a tenant's transaction with 503", async () => {
    const { database } = core;
    const held = core.within(tenant, () =>
      database.transaction(async () => {
        const [backend] = await database.query<Backend>({ text: PID });
        await end(backend);
        return database.query({ text: 'SELECT 1' });
      }),
    );
    await expect(held).rejects.toMatchObject({ status: 503 });
    await expect(core.within(tenant, () => database.query({ text: 'SELECT 1' }))).resolves.toHaveLength(1);
  });

  it("fails TypeORM's own statements in it with 503", async () => {
    const { database } = core;
    const held = core.within(tenant, () =>
      database.transaction(async () => {
        const [backend] = await database.manager.query<Backend[]>(PID);
        await end(backend);
        return database.manager.count('Member');
      }),
    );
    await expect(held).rejects.toMatchObject({ status: 503 });
  });

  it('fails what holds an advisory lock on a client of its own', async () => {
    const held = core.within(tenant, () =>
      core.app.get(TenantIndexes).exclusively(async (session) => {
        const { databaseUrl } = core.product;
        const [backend] = await queryDatabase<Backend>(
          databaseUrl,
          "SELECT pid FROM pg_stat_activity WHERE application_name = 'crm-indexes' AND datname = $1",
          [tenant.database],
        );
        await end(backend);
        await session.list('leads', '.');
      }),
    );
    await expect(held).rejects.toThrow(/terminat|not queryable/);
  });
});
