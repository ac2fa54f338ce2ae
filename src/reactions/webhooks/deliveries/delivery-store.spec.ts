import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TenantCore } from '../../../../test/support/tenant-core.js';
import { TenantIndexes } from '../../../platform/database/tenant-indexes.js';
import { DeliveryStore } from './delivery-store.js';

describe('the admission of deliveries', () => {
  let core: TenantCore;

  beforeAll(async () => {
    core = await TenantCore.start();
  });

  afterAll(() => core.close());

  it('goes on while an index is built', async () => {
    const tenant = await core.newTenant();
    await core.within(tenant, async () => {
      const store = core.app.get(DeliveryStore);
      const built = await core.app.get(TenantIndexes).exclusively(async () => {
        const grant = { total: 1, retry: 1, replay: 1 };
        expect((await store.admit(new Date(), grant)).deliveries).toEqual([]);
      });
      expect(built).toBe(true);
    });
  });
});
