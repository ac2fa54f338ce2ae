import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { TenantCore } from '../../../../test/support/tenant-core.js';
import { newId } from '../../../kernel/identifiers.js';
import { ObjectMissingError, StorageUnavailableError } from '../../../platform/storage/object-errors.js';
import { objectKey } from '../../../platform/storage/object-key.js';
import { ObjectStorage } from '../../../platform/storage/object-storage.js';
import { TenantsService } from './tenants.service.js';

describe('the files of a tenant that is removed', () => {
  let core: TenantCore;

  beforeAll(async () => {
    core = await TenantCore.start();
  });

  afterAll(() => core.close());

  it('go with it, those of others stay, and while they cannot go it stays to be removed', async () => {
    const storage = core.app.get(ObjectStorage);
    const tenants = core.app.get(TenantsService);
    const [leaving, staying] = [await core.newTenant(), await core.newTenant()];
    const [gone, kept] = [leaving, staying].map(({ id }) => objectKey(id, 'attachments', newId()));
    for (const key of [gone, kept]) await storage.write(String(key), Readable.from([Buffer.from('x')]), 10);

    const away = jest.spyOn(storage, 'removeAllOf');
    away.mockRejectedValueOnce(new StorageUnavailableError(new Error('away')));
    const closed = await tenants.close(leaving.id);
    await expect(tenants.discard(closed)).rejects.toThrow(StorageUnavailableError);
    await tenants.discard(closed);
    await expect(storage.read(String(gone))).rejects.toThrow(ObjectMissingError);
    (await storage.read(String(kept))).destroy();
    expect(await tenants.find(leaving.id)).toBeUndefined();
  });
});
