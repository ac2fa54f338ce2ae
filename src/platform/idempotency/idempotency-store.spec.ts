import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TenantCore } from '../../../test/support/tenant-core.js';
import { TestClock } from '../../../test/support/test-clock.js';
import { SecretBox } from '../crypto/index.js';
import { ControlDatabase } from '../database/control-database.js';
import {
  type IdempotentRequest,
  IdempotencyStore,
  KEY_LIFETIME,
  type StoredAnswer,
  type StoredKey,
} from './idempotency-store.js';

const ANSWER: StoredAnswer = {
  kind: 'success',
  status: 201,
  headers: { etag: '"1"' },
  body: { secret: 'whsec' },
};
const LEASE = 60_000;

describe('IdempotencyStore', () => {
  let core: TenantCore;
  let control: ControlDatabase;
  let store: IdempotencyStore;
  let clock: TestClock;

  beforeAll(async () => {
    core = await TenantCore.start();
    control = core.app.get(ControlDatabase);
    const query = (text: string, values: unknown[]) =>
      control.query<StoredKey & Readonly<Record<string, unknown>>>(text, values);
    store = new IdempotencyStore(query, core.app.get(SecretBox));
  });

  afterAll(() => core.close());

  beforeEach(async () => {
    clock = new TestClock();
    await control.query('DELETE FROM idempotency_keys');
  });

  function request(fingerprint = 'same', caller = 'anna'): IdempotentRequest {
    return { caller, key: 'k', fingerprint };
  }

  function begin(asked = request()) {
    return store.begin(asked, clock.now());
  }

  async function begun(asked = request()): Promise<Date> {
    const beginning = await begin(asked);
    if (beginning.kind !== 'begun') throw new Error(`not begun but ${beginning.kind}`);
    return beginning.leaseUntil;
  }

  it('lets one of ten that come at once begin; the others hear that it runs', async () => {
    const kinds = (await Promise.all(Array.from({ length: 10 }, () => begin()))).map(({ kind }) => kind);
    expect(kinds.sort()).toEqual(['begun', ...Array<string>(9).fill('running')]);
  });

  it('gives the stored answer again, and keeps it sealed', async () => {
    await store.complete(request(), ANSWER, await begun());
    expect(await begin()).toEqual({ kind: 'answered', answer: ANSWER });
    const [row] = await control.query<{ sealed_answer: string }>(
      'SELECT sealed_answer FROM idempotency_keys',
    );
    expect(row?.sealed_answer).not.toContain('whsec');
  });

  it('refuses the key with another request, running or answered, and knows callers apart', async () => {
    const lease = await begun();
    expect(await begin(request('other'))).toEqual({ kind: 'reused' });
    await store.complete(request(), ANSWER, lease);
    expect(await begin(request('other'))).toEqual({ kind: 'reused' });
    expect(await begin(request('other', 'bert'))).toMatchObject({ kind: 'begun' });
  });

  it('lets a repetition take over when the lease of the first has expired, and then only one', async () => {
    await begun();
    clock.advance(LEASE);
    expect(await begin()).toEqual({ kind: 'running' });
    clock.advance(1);
    const kinds = (await Promise.all([begin(), begin()])).map(({ kind }) => kind);
    expect(kinds.sort()).toEqual(['begun', 'running']);
  });

  it('does not let the one that was taken over complete: its transaction must fail', async () => {
    const slow = await begun();
    clock.advance(LEASE + 1);
    const quick = await begun();
    await expect(store.complete(request(), ANSWER, slow)).rejects.toMatchObject({ status: 409 });
    await store.complete(request(), ANSWER, quick);
    await expect(store.complete(request(), ANSWER, slow)).rejects.toMatchObject({ status: 409 });
    expect(await begin()).toMatchObject({ kind: 'answered' });
  });

  it('does not let the one that was taken over forget what the other does', async () => {
    const slow = await begun();
    clock.advance(LEASE + 1);
    await begun();
    await store.forget(request(), slow);
    expect(await begin()).toEqual({ kind: 'running' });
  });

  it('forgets a failure, so that the same request begins anew', async () => {
    await store.forget(request(), await begun());
    expect(await begin()).toMatchObject({ kind: 'begun' });
  });

  it('never forgets an answer', async () => {
    const lease = await begun();
    await store.complete(request(), ANSWER, lease);
    await store.forget(request(), lease);
    expect(await begin()).toMatchObject({ kind: 'answered' });
  });

  it('knows a key for 24 hours, and no longer', async () => {
    await store.complete(request(), ANSWER, await begun());
    clock.advance(KEY_LIFETIME);
    expect(await begin()).toMatchObject({ kind: 'answered' });
    clock.advance(1);
    expect(await begin(request('other'))).toMatchObject({ kind: 'begun' });
  });
});
