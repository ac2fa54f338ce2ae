import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '../../../../test/support/eventually.js';
import { TenantCore } from '../../../../test/support/tenant-core.js';
import { TenantDatabases } from '../../../platform/database/tenant-databases.js';
import { TenantReaper } from './tenant-reaper.js';
import { TenantsService } from './tenants.service.js';

describe('TenantReaper', () => {
  let core: TenantCore;

  beforeAll(async () => {
    core = await TenantCore.start({ PROVISIONING_LEASE_MS: '100' });
  });

  afterAll(() => core.close());

  it('removes the others when one cannot be removed, and that one later', async () => {
    const tenants = core.app.get(TenantsService);
    const reaper = core.app.get(TenantReaper);
    const databases = core.app.get(TenantDatabases);
    const stuck = await tenants.begin({ name: 'Stuck', companyName: null });
    await tenants.begin({ name: 'Other', companyName: null });
    const failing = jest.spyOn(databases, 'drop').mockImplementation((_cluster, database) => {
      return database === stuck.database ? Promise.reject(new Error('in use')) : Promise.resolve();
    });
    const sweepUntilLeft = (ids: readonly string[]) =>
      eventually(
        `only ${ids.length} left`,
        async () => {
          await reaper.sweep();
          return (await tenants.list()).map(({ id }) => id).join() === ids.join();
        },
        { within: 3_000 },
      );
    await expect(sweepUntilLeft([stuck.id])).resolves.toBe(true);
    failing.mockRestore();
    await expect(sweepUntilLeft([])).resolves.toBe(true);
  });
});
