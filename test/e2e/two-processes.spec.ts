import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApiClient } from '../support/api-client.js';
import { eventually } from '../support/eventually.js';
import { queueStores } from '../support/queue-stores.js';
import { addMember } from '../support/team-of-members.js';
import { freshDatabaseUrl, startTestProduct, type TestProduct } from '../support/test-product.js';

/** Milliseconds in which a revocation must bite on every process, and a little for the request that shows it. */
const BITES_WITHIN = 1_000 + 250;

describe.each(queueStores())('what one process revokes, with the queues in $name', (store) => {
  let products: TestProduct[] = [];
  let admin: ApiClient;
  let elsewhere: (token: string) => ApiClient;

  beforeAll(async () => {
    const url = freshDatabaseUrl();
    const shared = {
      ...store.settings,
      DATABASE_PREFIX: `t${randomBytes(4).toString('hex')}`,
      ENCRYPTION_KEYS: `test:${randomBytes(32).toString('base64')}`,
    };
    const first = await startTestProduct(shared, url);
    const second = await startTestProduct({ ...shared, WORKERS: 'none' }, url);
    products = [first, second];
    admin = await new ApiClient(first.url).register();
    elsewhere = (token) => new ApiClient(second.url, token);
  });

  afterAll(async () => {
    for (const product of products) {
      await product.close();
      expect(product.proof.violations).toEqual([]);
    }
  });

  /** The second process has just served the caller, so what it knows of them is as fresh as can be. */
  async function bites(caller: ApiClient, status: number, revoke: () => Promise<{ status: number }>) {
    expect((await caller.get('/api/leads')).status).toBe(200);
    expect((await revoke()).status).toBeLessThan(300);
    const revoked = Date.now();
    await eventually('it bites', async () => (await caller.get('/api/leads')).status === status);
    expect(Date.now() - revoked).toBeLessThan(BITES_WITHIN);
  }

  it('a user who is deactivated is refused by the other within a second', async () => {
    const member = await addMember(admin, 'User');
    const body = { active: false };
    await bites(elsewhere(member.token ?? ''), 401, () =>
      admin.patch(`/api/users/${member.userId}`, { body }),
    );
  });

  it('a session that is ended is refused by the other within a second', async () => {
    const member = await addMember(admin, 'User');
    await bites(elsewhere(member.token ?? ''), 401, () => member.post('/api/auth/logout'));
  });

  it('a role that is narrowed, or taken away, is so for the other within a second', async () => {
    const role = await admin.post('/api/roles', { body: { name: 'Narrow', permissions: ['leads:read'] } });
    const [one, other] = [await addMember(admin, 'Narrow'), await addMember(admin, 'User')];
    const path = `/api/roles/${String(role.body['id'])}`;
    await bites(elsewhere(one.token ?? ''), 403, () =>
      admin.patch(path, { body: { permissions: ['users:read'] } }),
    );
    await bites(elsewhere(other.token ?? ''), 403, () =>
      admin.patch(`/api/users/${other.userId}`, { body: { role: 'Narrow' } }),
    );
  });

  it('an API key that is narrowed, rotated or revoked is so for the other within a second', async () => {
    const make = async () => {
      const { body } = await admin.post('/api/api-keys', {
        body: { name: 'Key', permissions: ['leads:read'] },
      });
      return { path: `/api/api-keys/${String(body['id'])}`, caller: elsewhere(String(body['secret'])) };
    };
    const [narrowed, rotated, revoked] = [await make(), await make(), await make()];
    const permissions = ['leads:create'];
    await bites(narrowed.caller, 403, () => admin.patch(narrowed.path, { body: { permissions } }));
    await bites(rotated.caller, 401, () =>
      admin.post(`${rotated.path}/rotate`, { body: { overlapHours: 0 } }),
    );
    await bites(revoked.caller, 401, () => admin.delete(revoked.path));
  });
});
