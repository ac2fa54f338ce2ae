import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApiClient } from '../../../test/support/api-client.js';
import { TenantCore } from '../../../test/support/tenant-core.js';
import { TenantDirectory } from '../../platform/context/tenant-directory.js';
import type { TenantReference } from '../../platform/context/tenant-reference.js';
import { StorageQuota } from '../../platform/quota/storage-quota.js';
import { RecordCounts } from './record-counts.js';
import { UsageCounters } from './usage-counters.js';

const MEBIBYTE = 1024 * 1024;
const SETTINGS = {
  DEFAULT_PLAN: 'free',
  RATE_LIMIT_FREE: '100000',
  QUOTA_STORAGE_MEBIBYTES_FREE: '1',
};

describe('what a tenant has', () => {
  let core: TenantCore;

  beforeAll(async () => {
    core = await TenantCore.start(SETTINGS);
  });

  afterAll(() => core.close());

  it('is counted exactly, without what is in the trash and what runs the tenant', async () => {
    const admin = await new ApiClient(core.product.url).register();
    const tenant = await core.app.get(TenantDirectory).find(admin.tenant.tenantId);
    if (tenant === undefined) throw new Error('The tenant is not found');
    const create = async (index: number): Promise<void> => {
      const { body } = await admin.post('/api/leads', { body: { lastName: `Doe ${index}` } });
      if (index % 3 === 0) await admin.delete(`/api/leads/${String(body['id'])}`);
    };
    await Promise.all(Array.from({ length: 60 }, (_, index) => create(index)));
    await admin.post('/api/teams', { body: { name: 'Sales' } });
    expect(await core.within(tenant, () => core.app.get(RecordCounts).read())).toBe(40);
  });
});

describe('what a tenant stores', () => {
  let core: TenantCore;
  let tenant: TenantReference;
  let storage: StorageQuota;

  beforeAll(async () => {
    core = await TenantCore.start(SETTINGS);
    tenant = await core.newTenant();
    storage = core.app.get(StorageQuota);
  });

  afterAll(() => core.close());

  const stored = () => core.within(tenant, () => core.app.get(UsageCounters).sum('storage'));
  const charge = (bytes: number) => core.within(tenant, () => storage.charge(bytes));

  it('is counted with the transaction, up to what the plan holds', async () => {
    await Promise.all(Array.from({ length: 10 }, () => charge(1_000)));
    expect(await stored()).toBe(10_000);
    await expect(charge(MEBIBYTE)).rejects.toMatchObject({
      code: 'QUOTA_EXCEEDED',
      details: [{ field: 'storageBytes', limit: MEBIBYTE, used: 10_000 }],
    });
    expect(await stored()).toBe(10_000);
    await charge(MEBIBYTE - 10_000);
    await expect(charge(1)).rejects.toMatchObject({ status: 403 });
    await core.within(tenant, () => storage.release(MEBIBYTE));
    expect(await stored()).toBe(0);
  });

  it('is not counted when the transaction that stores it fails', async () => {
    const failing = core.within(tenant, () =>
      core.database.transaction(async () => {
        await storage.charge(5_000);
        throw new Error('the file is not written');
      }),
    );
    await expect(failing).rejects.toThrow('the file is not written');
    expect(await stored()).toBe(0);
  });
});
