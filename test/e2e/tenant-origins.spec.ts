import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient, RegisteredTenant } from '../support/api-client.js';
import { eventually } from '../support/eventually.js';
import { useTestProduct } from '../support/use-test-product.js';

const OPERATOR = 'https://operator.example.com';
const FIRST = 'https://first.example.com';
const SECOND = 'https://second.example.com:8443';
const FOREIGN = 'https://evil.example';

describe('origins that tenants allow', () => {
  const { api } = useTestProduct({ ALLOWED_ORIGINS: OPERATOR });
  let first: ApiClient & { readonly tenant: RegisteredTenant };
  let second: ApiClient & { readonly tenant: RegisteredTenant };

  const preflight = async (origin: string) => {
    const headers = { origin, 'access-control-request-method': 'PATCH' };
    const answer = await api().request('OPTIONS', '/api/leads', { headers });
    return answer.headers.get('access-control-allow-origin');
  };
  const shownTo = async (origin: string, caller: ApiClient, path = '/api/leads') => {
    const { headers } = await caller.get(path, { headers: { origin } });
    const shown = headers.get('access-control-allow-origin');
    expect(headers.get('vary')).toContain('Origin');
    expect(headers.get('access-control-allow-credentials')).toBe(shown === null ? null : 'true');
    expect(headers.has('access-control-expose-headers')).toBe(shown !== null);
    return shown;
  };
  const allow = (caller: ApiClient, ...allowedOrigins: string[]) =>
    caller.patch('/api/settings', { body: { allowedOrigins } });

  beforeAll(async () => {
    first = await api().register();
    second = await api().register();
    expect((await allow(first, FIRST)).status).toBe(200);
    expect((await allow(second, SECOND)).status).toBe(200);
  });

  it('pass the preflight, which names no tenant; no other origin does', async () => {
    for (const origin of [OPERATOR, FIRST, SECOND]) expect(await preflight(origin)).toBe(origin);
    for (const origin of [FOREIGN, 'https://second.example.com', `${FIRST}.evil.example`, 'null', '*', 'x'])
      expect(await preflight(origin)).toBeNull();
  });

  it("are shown their own tenant's answers, and no other tenant's", async () => {
    expect(await shownTo(FIRST, first)).toBe(FIRST);
    expect(await shownTo(SECOND, second)).toBe(SECOND);
    expect(await shownTo(FIRST, second)).toBeNull();
    expect(await shownTo(SECOND, first)).toBeNull();
    expect(await shownTo(FOREIGN, first)).toBeNull();
    for (const caller of [first, second]) expect(await shownTo(OPERATOR, caller)).toBe(OPERATOR);
  });

  it('are shown refusals too: of the tenant, and before a tenant is known', async () => {
    expect(await shownTo(FIRST, first, '/api/leads/none')).toBe(FIRST);
    expect(await shownTo(SECOND, first, '/api/leads/none')).toBeNull();
    expect(await shownTo(FIRST, api())).toBe(FIRST);
    expect(await shownTo(FOREIGN, api())).toBeNull();
  });

  it('stop to be, within a second, when the tenant takes them away or is closed', async () => {
    const third = await api().register();
    const origin = 'https://third.example.com';
    await allow(third, origin, 'https://other.example.com');
    await eventually('it is allowed', async () => (await shownTo(origin, third)) === origin);
    await allow(third, 'https://other.example.com');
    await eventually('it is not any more', async () => (await shownTo(origin, third)) === null);
    expect(await preflight(origin)).toBeNull();
    expect(await preflight('https://other.example.com')).toBe('https://other.example.com');
    await third.delete(`/api/organizations/${third.tenant.tenantId}`);
    await eventually('neither is', async () => (await preflight('https://other.example.com')) === null);
  });
});

describe('origins in development', () => {
  const { api } = useTestProduct({ ALLOWED_ORIGINS: '*' });

  it('are all allowed, without credentials', async () => {
    const { headers } = await api().get('/api/leads', { headers: { origin: FOREIGN } });
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('access-control-allow-credentials')).toBeNull();
  });
});

describe('an installation that allows no origin itself', () => {
  const { api } = useTestProduct({ ALLOWED_ORIGINS: ',' });

  it("still lets a tenant's", async () => {
    const admin = await api().register();
    const ask = () => admin.get('/api/leads', { headers: { origin: FIRST } });
    expect((await ask()).headers.get('access-control-allow-origin')).toBeNull();
    await admin.patch('/api/settings', { body: { allowedOrigins: [FIRST] } });
    await eventually('it is allowed', async () => {
      return (await ask()).headers.get('access-control-allow-origin') === FIRST;
    });
  });
});
