import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '../../../../test/support/eventually.js';
import { ApiClient } from '../../../../test/support/api-client.js';
import { TenantCore } from '../../../../test/support/tenant-core.js';
import { TenantDatabases } from '../../../platform/database/tenant-databases.js';
import { TenantClosings } from './tenant-closings.js';
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

  it.each(['closing it', 'dropping its database'])('ends a removal that died after %s', async (step) => {
    const api = new ApiClient(core.product.url);
    const { tenant } = await api.register('Dropped');
    const tenants = core.app.get(TenantsService);
    const { cluster, database } = await tenants.close(tenant.tenantId);
    if (step !== 'closing it') await core.app.get(TenantDatabases).drop(cluster, database);
    await eventually('it is gone', async () => {
      await core.app.get(TenantReaper).sweep();
      return (await tenants.list()).every(({ id }) => id !== tenant.tenantId);
    });
    const { email, password } = tenant;
    const again = await api.post('/api/auth/register', { body: { email, password, tenantName: 'Again' } });
    expect(again.status).toBe(201);
  });

  it('leaves alone what can still be taken back', async () => {
    const { tenant } = await new ApiClient(core.product.url).register('Resting');
    const tenants = core.app.get(TenantsService);
    const closings = core.app.get(TenantClosings);
    await closings.close(tenant.tenantId, closings.end());
    await core.app.get(TenantReaper).sweep();
    await closings.takeBack(tenant.tenantId);
    expect(await tenants.find(tenant.tenantId)).toMatchObject({ state: 'active' });
    await expect(closings.takeBack(tenant.tenantId)).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('has the last word: what it has begun to remove, and what an operator drops, is not taken back', async () => {
    const { tenant } = await new ApiClient(core.product.url).register('Lost');
    const tenants = core.app.get(TenantsService);
    const closings = core.app.get(TenantClosings);
    await closings.close(tenant.tenantId, closings.end());
    const reference = await tenants.find(tenant.tenantId);
    const drop = jest.spyOn(core.app.get(TenantDatabases), 'drop').mockRejectedValue(new Error('in use'));
    await expect(reference && tenants.discard(reference)).rejects.toThrow('in use');
    drop.mockRestore();
    await expect(closings.takeBack(tenant.tenantId)).rejects.toMatchObject({ code: 'CONFLICT' });
  });
});
