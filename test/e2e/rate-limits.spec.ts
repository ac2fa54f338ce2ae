import { describe, expect, it } from '@jest/globals';
import type { ApiAnswer } from '../support/api-client.js';
import { useTestProduct } from '../support/use-test-product.js';

function figures({ headers }: ApiAnswer): Record<string, number> {
  const read = (name: string) => Number(headers.get(name) ?? Number.NaN);
  return {
    limit: read('x-ratelimit-limit'),
    remaining: read('x-ratelimit-remaining'),
    reset: read('x-ratelimit-reset'),
  };
}

describe("a tenant's rate limit", () => {
  /** 1,200 a minute: a request over the limit waits 50 ms for its turn. */
  const { api } = useTestProduct({ DEFAULT_PLAN: 'free', RATE_LIMIT_FREE: '1200', BURST_QUEUE: '3' });

  it('shows on every answer, also on refusals', async () => {
    const admin = await api().register();
    const paths = ['/api/leads', '/api/leads?bogus=1', '/api/leads/nothing', '/api/auth/me'];
    const nowSeconds = Math.floor(Date.now() / 1_000);
    for (const path of paths) {
      const answer = await admin.get(path);
      const { limit, remaining, reset } = figures(answer);
      expect(limit).toBe(1_200);
      expect(remaining).toBeLessThan(1_200);
      expect(reset).toBeGreaterThanOrEqual(nowSeconds);
      expect(reset).toBeLessThanOrEqual(nowSeconds + 61);
      expect(answer.headers.get('ratelimit')).toMatch(/^"tenant";r=\d+;t=\d+$/);
      expect(answer.headers.get('ratelimit-policy')).toBe('"tenant";q=1200;w=60');
    }
  });
});

describe('a tenant over its limit', () => {
  /** Two a second: the three that wait do so for half a second each. */
  const { api } = useTestProduct({ DEFAULT_PLAN: 'free', RATE_LIMIT_FREE: '120', BURST_QUEUE: '3' });

  it('waits with a few requests, then gets 429, and does not slow another tenant down', async () => {
    const busy = await api().register();
    const other = await api().register();
    const answers = await Promise.all(Array.from({ length: 160 }, () => busy.get('/api/auth/me')));
    const served = answers.filter(({ status }) => status === 200);
    const refused = answers.filter(({ status }) => status === 429);
    expect(served.length + refused.length).toBe(160);
    expect(served.length).toBeGreaterThanOrEqual(123);
    expect(refused.length).toBeGreaterThan(0);
    for (const answer of refused) {
      expect(answer.body).toMatchObject({ error: { code: 'RATE_LIMIT_EXCEEDED' } });
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
      expect(figures(answer)).toMatchObject({ limit: 120, remaining: 0 });
    }
    const untouched = await other.get('/api/auth/me');
    expect(untouched.status).toBe(200);
    expect(figures(untouched).remaining).toBe(119);
  });
});

describe("an API key's rate limit", () => {
  const { api } = useTestProduct({ DEFAULT_PLAN: 'free', RATE_LIMIT_FREE: '1000' });

  it('ends that key at once, without waiting, and leaves its tenant and other keys alone', async () => {
    const admin = await api().register();
    const make = async (requestsPerMinute?: number) => {
      const body = { name: 'Key', permissions: ['leads:read'], requestsPerMinute };
      const { body: key } = await admin.post('/api/api-keys', { body });
      return String(key['secret']);
    };
    const [narrow, free] = [await make(5), await make()];
    const call = (secret: string) => api().get('/api/leads', { headers: { 'x-api-key': secret } });
    const first = await call(narrow);
    expect(first.status).toBe(200);
    expect(figures(first)).toMatchObject({ limit: 5, remaining: 4 });
    expect(first.headers.get('ratelimit')).toMatch(/^"tenant";r=\d+;t=\d+, "key";r=4;t=\d+$/);
    expect(first.headers.get('ratelimit-policy')).toBe('"tenant";q=1000;w=60, "key";q=5;w=60');

    const answers = await Promise.all(Array.from({ length: 12 }, () => call(narrow)));
    const refused = answers.filter(({ status }) => status === 429);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(4);
    expect(refused).toHaveLength(8);
    for (const answer of refused) {
      expect(answer.body).toMatchObject({ error: { code: 'RATE_LIMIT_EXCEEDED' } });
      expect(figures(answer)).toMatchObject({ limit: 5, remaining: 0 });
      // One in twelve seconds comes back.
      const wait = Number(answer.headers.get('retry-after'));
      expect(wait).toBeGreaterThanOrEqual(1);
      expect(wait).toBeLessThanOrEqual(12);
    }
    expect((await call(free)).status).toBe(200);
    const tenant = await admin.get('/api/leads');
    expect(tenant.status).toBe(200);
    // What the key was refused was not charged to the tenant either: six reads by keys and three of its own requests.
    expect(figures(tenant).remaining).toBeGreaterThanOrEqual(990);
  });
});

describe("an address's rate limit", () => {
  const { api } = useTestProduct({ RATE_LIMIT_ANONYMOUS: '20', LOGINS_PER_ACCOUNT: '5' });

  it('counts bad tokens, unknown addresses and unreadable bodies, and leaves known callers alone', async () => {
    const admin = await api().register();
    const broken = { body: '{', headers: { 'content-type': 'application/json' } };
    const attempts = [
      () => api().as('x').get('/api/leads'),
      () => api().get('/api/leads'),
      () => api().get('/api/nothing'),
      () => api().post('/api/leads', broken),
      () => api().get('/api/v9/leads'),
    ];
    const statuses: number[] = [];
    let last = Number.POSITIVE_INFINITY;
    for (let round = 0; round < 3; round += 1) {
      for (const attempt of attempts) {
        const answer = await attempt();
        statuses.push(answer.status);
        expect(figures(answer)).toMatchObject({ limit: 20 });
        expect(figures(answer).remaining).toBeLessThanOrEqual(last);
        last = figures(answer).remaining ?? 0;
      }
    }
    expect(statuses.slice(0, 5)).toEqual([401, 401, 404, 400, 404]);
    expect(last).toBeLessThan(10);

    const flood = await Promise.all(Array.from({ length: 20 }, () => api().as('x').get('/api/leads')));
    const refused = flood.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    for (const answer of refused) {
      expect(answer.body).toMatchObject({ error: { code: 'RATE_LIMIT_EXCEEDED' }, path: '/api/leads' });
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
      expect(answer.headers.get('x-request-id')).toBe(answer.body['traceId']);
    }
    expect((await admin.get('/api/leads')).status).toBe(200);
    const login = { email: 'somebody@example.com', password: 'Wrong@123' };
    expect((await api().post('/api/auth/login', { body: login })).status).toBe(429);
  });
});

describe('guessing at one account', () => {
  const { api } = useTestProduct({ LOGINS_PER_ACCOUNT: '5' });

  it('is stopped after a few attempts, also with the right password, and not for others', async () => {
    const admin = await api().register();
    const other = await api().register();
    const login = (email: string, password: string) =>
      api().post('/api/auth/login', { body: { email, password } });
    const { email, password } = admin.tenant;
    const attempts = await Promise.all(Array.from({ length: 10 }, () => login(email, 'Wrong@123')));
    const statuses = new Set(attempts.map(({ status }) => status));
    expect([...statuses].sort()).toEqual([401, 429]);
    const right = await login(email, password);
    expect(right).toMatchObject({ status: 429, body: { error: { code: 'RATE_LIMIT_EXCEEDED' } } });
    expect(Number(right.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect((await login(other.tenant.email, other.tenant.password)).status).toBe(200);
  });
});

describe('registrations from one address', () => {
  const { api } = useTestProduct({ REGISTRATIONS_PER_HOUR: '2' });

  it('are limited by the hour', async () => {
    await api().register();
    await api().register();
    const body = { email: 'third@example.com', password: 'Admin@123', tenantName: 'Third' };
    const third = await api().post('/api/auth/register', { body });
    expect(third.status).toBe(429);
    expect(third.headers.get('ratelimit-policy')).toBe('"register";q=2;w=3600');
  });
});
