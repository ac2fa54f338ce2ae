import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { TenantCore } from '../../../test/support/tenant-core.js';
import { SystemClock } from '../../kernel/system-clock.js';
import type { TenantReference } from '../context/tenant-reference.js';
import { ObjectMissingError, StorageUnavailableError } from './object-errors.js';
import { ObjectLedger } from './object-ledger.js';
import { ObjectStorage } from './object-storage.js';

const HOUR = 3_600_000;

describe('ObjectLedger', () => {
  let core: TenantCore;
  let tenant: TenantReference;
  let ledger: ObjectLedger;
  let storage: ObjectStorage;

  beforeAll(async () => {
    core = await TenantCore.start();
    ledger = core.app.get(ObjectLedger);
    storage = core.app.get(ObjectStorage);
  });

  beforeEach(async () => {
    tenant = await core.newTenant();
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });
  afterAll(() => core.close());

  const inTenant = <Result>(work: () => Promise<Result>) => core.within(tenant, work);
  const transaction = (work: () => Promise<void>) => inTenant(() => core.database.transaction(work));
  const later = (milliseconds: number) => new Date(new SystemClock().milliseconds() + milliseconds);
  const look = (milliseconds: number) => inTenant(() => ledger.runDue(later(milliseconds)));
  const lines = () =>
    inTenant(() => core.database.query({ text: 'SELECT key, state FROM unsettled_objects ORDER BY key' }));
  const textOf = async (key: string) => String(await buffer(await storage.read(key)));

  async function store(): Promise<string> {
    const key = await inTenant(() => ledger.begin('attachments'));
    await storage.write(key, Readable.from([Buffer.from('text')]), 100);
    return key;
  }

  it('removes bytes that no row came to hold, an hour after they were begun', async () => {
    const key = await store();
    expect((await look(HOUR - 10_000))?.getTime()).toBeGreaterThan(later(HOUR - 10_000).getTime());
    expect(await textOf(key)).toBe('text');
    expect(await look(HOUR + 1)).toBeUndefined();
    await expect(storage.read(key)).rejects.toThrow(ObjectMissingError);
    expect(await lines()).toEqual([]);
  });

  it('leaves what a row holds, unless its transaction is rolled back', async () => {
    const [kept, lost] = [await store(), await store()];
    await transaction(() => ledger.keep(kept));
    const rolledBack = transaction(async () => {
      await ledger.keep(lost);
      throw new Error('no row');
    });
    await expect(rolledBack).rejects.toThrow('no row');
    await look(HOUR + 1);
    expect(await textOf(kept)).toBe('text');
    await expect(storage.read(lost)).rejects.toThrow(ObjectMissingError);
  });

  it('lets no row hold what it has begun to remove', async () => {
    const key = await store();
    jest.spyOn(storage, 'remove').mockRejectedValue(new StorageUnavailableError(new Error('away')));
    await expect(look(HOUR + 1)).rejects.toThrow(StorageUnavailableError);
    await expect(transaction(() => ledger.keep(key))).rejects.toMatchObject({ status: 503 });
  });

  it('removes at once what no row holds any more, and nothing when that is rolled back', async () => {
    const key = await store();
    await transaction(() => ledger.keep(key));
    const rolledBack = transaction(async () => {
      await ledger.release(key);
      throw new Error('not now');
    });
    await expect(rolledBack).rejects.toThrow('not now');
    await look(1);
    expect(await textOf(key)).toBe('text');
    await transaction(() => ledger.release(key));
    await look(1);
    await expect(storage.read(key)).rejects.toThrow(ObjectMissingError);
  });

  it('remembers what a store that is away did not remove', async () => {
    const key = await store();
    const away = jest
      .spyOn(storage, 'remove')
      .mockRejectedValue(new StorageUnavailableError(new Error('away')));
    await inTenant(() => ledger.discard(key));
    await expect(look(HOUR + 1)).rejects.toThrow(StorageUnavailableError);
    expect(await lines()).toEqual([{ key, state: 'removing' }]);
    away.mockRestore();
    await look(HOUR + 2);
    expect(await lines()).toHaveLength(1);
    await look(HOUR + 11_000);
    expect(await lines()).toEqual([]);
    await expect(storage.read(key)).rejects.toThrow(ObjectMissingError);
  });

  it('removes what is discarded at once', async () => {
    const key = await store();
    await inTenant(() => ledger.discard(key));
    await expect(storage.read(key)).rejects.toThrow(ObjectMissingError);
    expect(await lines()).toEqual([]);
  });

  it('discards nothing that a row holds, although nobody heard that it was committed', async () => {
    const key = await store();
    await transaction(() => ledger.keep(key));
    await inTenant(() => ledger.discard(key));
    expect(await textOf(key)).toBe('text');
  });
});
