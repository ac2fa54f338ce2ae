import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiAnswer, ApiClient, RegisteredTenant } from '../support/api-client.js';
import { eventually } from '../support/eventually.js';
import { useTestProduct } from '../support/use-test-product.js';

interface Usage {
  readonly plan: string;
  readonly rateLimits: readonly Record<string, unknown>[];
  readonly quotas: readonly { readonly name: string; readonly limit: number | null; readonly used: number }[];
}

type Admin = ApiClient & { readonly tenant: RegisteredTenant };

async function usageOf(admin: ApiClient): Promise<Usage> {
  const { status, body } = await admin.get<Usage>('/api/usage');
  expect(status).toBe(200);
  return body;
}

async function quotaOf(admin: ApiClient, name: string) {
  return (await usageOf(admin)).quotas.find((quota) => quota.name === name);
}

const refused = (field: string, limit: number) => ({
  status: 403,
  body: { error: { code: 'QUOTA_EXCEEDED', details: [{ field, limit, used: limit }] } },
});

describe('the usage of a tenant', () => {
  const { api } = useTestProduct({ DEFAULT_PLAN: 'free' });

  it('shows plan, limits and what is left, and looking takes no more than any request', async () => {
    const admin = await api().register();
    const answer = await admin.get<Usage>('/api/usage');
    const remaining = Number(answer.headers.get('x-ratelimit-remaining'));
    expect(answer.body).toEqual({
      plan: 'free',
      rateLimits: [
        {
          name: 'tenant',
          requestsPerMinute: 100,
          burst: 10,
          remaining: expect.any(Number),
          resetAt: expect.stringMatching(/^\d{4}-.+Z$/),
        },
      ],
      quotas: [
        { name: 'records', limit: 100_000, used: 0 },
        { name: 'storageBytes', limit: 1_073_741_824, used: 0 },
        { name: 'webhooks', limit: 20, used: 0 },
      ],
    });
    expect(answer.body.rateLimits[0]?.['remaining']).toBe(remaining);
    expect(remaining).toBe(99);
    expect((await api().get('/api/usage')).status).toBe(401);
  });
});

describe('a plan without limits', () => {
  const { api } = useTestProduct();

  it('shows none', async () => {
    const usage = await usageOf(await api().register());
    expect(usage).toMatchObject({ plan: 'unmetered', rateLimits: [] });
    expect(usage.quotas.map(({ limit }) => limit)).toEqual([null, null, 500]);
  });
});

describe.each([['inline'], ['none']])('the records of a plan, workers %s', (workers) => {
  const limits = { RATE_LIMIT_FREE: '100000', QUOTA_RECORDS_FREE: '3' };
  const { api } = useTestProduct({ DEFAULT_PLAN: 'free', WORKERS: workers, ...limits });

  const create = (admin: Admin) => admin.post('/api/leads', { body: { lastName: 'Doe' } });
  const used = async (admin: Admin) => (await quotaOf(admin, 'records'))?.used;

  it('are counted at once, and no more are made or restored than the plan holds', async () => {
    const admin = await api().register();
    const ids: string[] = [];
    for (let index = 1; index <= 3; index += 1) {
      ids.push(String((await create(admin)).body['id']));
      expect(await used(admin)).toBe(index);
    }
    expect(await create(admin)).toMatchObject(refused('records', 3));
    expect((await admin.patch(`/api/leads/${ids[0]}`, { body: { score: 5 } })).status).toBe(200);
    expect((await admin.delete(`/api/leads/${ids[0]}`)).status).toBe(204);
    expect(await used(admin)).toBe(2);
    expect((await create(admin)).status).toBe(201);
    expect(await admin.post(`/api/leads/${ids[0]}/restore`)).toMatchObject(refused('records', 3));
    expect((await admin.delete(`/api/leads/${ids[1]}`)).status).toBe(204);
    expect((await admin.post(`/api/leads/${ids[0]}/restore`)).status).toBe(200);
    expect(await used(admin)).toBe(3);
    // A webhook is no record of the CRM.
    const body = { url: 'https://example.com/hook', events: ['*'] };
    expect((await admin.post('/api/webhooks', { body })).status).toBe(201);
    expect(await used(admin)).toBe(3);
  });

  it('are those of one tenant', async () => {
    const [first, second] = [await api().register(), await api().register()];
    await create(first);
    expect([await used(first), await used(second)]).toEqual([1, 0]);
  });
});

describe('the webhooks of a plan', () => {
  const limits = { RATE_LIMIT_FREE: '100000', QUOTA_WEBHOOKS_FREE: '5' };
  const { api } = useTestProduct({ DEFAULT_PLAN: 'free', ...limits });
  let admin: Admin;

  const body = { url: 'https://example.com/hook', events: ['*'] };
  const statusesOf = (answers: readonly ApiAnswer[]) => answers.map(({ status }) => status).sort();

  beforeAll(async () => {
    admin = await api().register();
  });

  it('are never more, however many are made at once', async () => {
    // Its connections are open: what comes at once then runs at once.
    await Promise.all(Array.from({ length: 20 }, () => admin.get('/api/webhooks')));
    const made = await Promise.all(Array.from({ length: 20 }, () => admin.post('/api/webhooks', { body })));
    expect(statusesOf(made)).toEqual([...Array(5).fill(201), ...Array(15).fill(403)]);
    expect(made.find(({ status }) => status === 403)).toMatchObject(refused('webhooks', 5));
    expect(await quotaOf(admin, 'webhooks')).toEqual({ name: 'webhooks', limit: 5, used: 5 });
  });

  it('are never more, however many are restored at once', async () => {
    const { body: list } = await admin.get<{ items: { id: string }[] }>('/api/webhooks');
    const paths = list.items.map(({ id }) => `/api/webhooks/${id}`);
    for (const path of paths) expect((await admin.delete(path)).status).toBe(204);
    for (let index = 0; index < 3; index += 1) await admin.post('/api/webhooks', { body });
    const restored = await Promise.all(paths.map((path) => admin.post(`${path}/restore`)));
    expect(statusesOf(restored)).toEqual([200, 200, 403, 403, 403]);
    expect(await eventually('counted', () => quotaOf(admin, 'webhooks'))).toMatchObject({ used: 5 });
  });
});
