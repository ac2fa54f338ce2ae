import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import type { ApiClient, RegisteredTenant } from '../support/api-client.js';
import { Browser, COOKIE_MODE, outcomeOf } from '../support/browser.js';
import { queryDatabase } from '../support/server-query.js';
import { useTestProduct } from '../support/use-test-product.js';

const APP = 'https://app.example.com';
const LEAD = { lastName: 'Lovelace' };

type Admin = ApiClient & { readonly tenant: RegisteredTenant };

describe('cookies', () => {
  const { api, product } = useTestProduct({ ALLOWED_ORIGINS: APP });
  let admin: Admin;
  let browser: Browser;
  let csrf: string;

  const credentials = () => ({ email: admin.tenant.email, password: admin.tenant.password });
  const login = (from: Browser, headers: Readonly<Record<string, string>> = {}) =>
    from.login(credentials(), headers);
  const create = (from: Browser, headers: Readonly<Record<string, string>>, body: unknown = LEAD) =>
    from.request('POST', '/api/leads', { body, headers });

  beforeAll(async () => {
    admin = await api().register();
  });

  beforeEach(async () => {
    browser = new Browser(product().url);
    csrf = (await login(browser)).body.csrfToken;
  });

  it('carry the tokens when the client asks for it, and the body then does not', async () => {
    const answer = await login(browser);
    expect(answer.status).toBe(200);
    expect(Object.keys(answer.body).sort()).toEqual(['csrfToken', 'expiresIn', 'tenantId', 'userId']);
    const [access = '', refreshing = ''] = answer.headers.getSetCookie();
    expect(access).toMatch(/^crm_access=eyJ[\w.-]+; Max-Age=3600; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(refreshing).toMatch(
      /^crm_refresh=[\w-]{43}; Max-Age=604800; Path=\/api\/auth\/refresh; HttpOnly; SameSite=Lax$/,
    );
    expect(await browser.status()).toBe(200);
    const plain = await api().post('/api/auth/login', { body: credentials() });
    expect(plain.headers.getSetCookie()).toEqual([]);
  });

  it('come with a registration too, and by the versioned address', async () => {
    const newcomer = new Browser(product().url);
    const registered = await newcomer.request('POST', '/api/v1/auth/register', {
      body: { email: 'cookies@example.com', password: 'Admin@123', tenantName: 'Cookies' },
      headers: COOKIE_MODE,
    });
    expect(registered).toMatchObject({ status: 201, body: { csrfToken: expect.any(String) } });
    expect(await newcomer.status()).toBe(200);
    expect((await newcomer.request('POST', '/api/v1/auth/refresh', { headers: COOKIE_MODE })).status).toBe(
      200,
    );
    expect(await newcomer.status()).toBe(200);
  });

  it('are refused in a mode that does not exist', async () => {
    expect(outcomeOf(await login(browser, { 'x-auth-mode': 'jar' }))).toBe('400 BAD_REQUEST');
  });

  it('read without more ado, and write with the CSRF token of their session alone', async () => {
    expect((await browser.request('GET', '/api/leads')).status).toBe(200);
    expect((await browser.request('GET', '/api/auth/csrf')).body).toEqual({ csrfToken: csrf });
    expect((await create(browser, { 'x-csrf-token': csrf })).status).toBe(201);

    const other = new Browser(product().url);
    const foreign = (await login(other)).body.csrfToken;
    expect(foreign).not.toBe(csrf);
    expect(outcomeOf(await create(browser, {}))).toBe('403 CSRF_TOKEN_INVALID');
    for (const token of ['', foreign, `${csrf}x`]) {
      expect(outcomeOf(await create(browser, { 'x-csrf-token': token }))).toBe('403 CSRF_TOKEN_INVALID');
    }
    for (const [method, path] of [
      ['PATCH', '/api/users/me'],
      ['PUT', '/api/leads/0190b2a0-0000-7000-8000-000000000000'],
      ['DELETE', '/api/auth/sessions'],
      ['POST', '/api/auth/logout'],
    ] as const) {
      expect(outcomeOf(await browser.request(method, path, method === 'DELETE' ? {} : { body: {} }))).toBe(
        '403 CSRF_TOKEN_INVALID',
      );
    }
    expect(await browser.status()).toBe(200);
  });

  it.each([
    ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
    ['another host of the site', { 'sec-fetch-site': 'same-site', origin: 'https://blog.example.com' }],
    ['an old browser on another site', { origin: 'https://evil.example' }],
    ['a sandboxed frame', { origin: 'null' }],
    ['a page that lies of its origin to an old browser', { origin: 'http://127.0.0.1.evil.example' }],
  ])('are not accepted from a page of %s, whatever it knows', async (_name, headers) => {
    const page = browser.window(headers);
    expect(outcomeOf(await create(page, { 'x-csrf-token': csrf }))).toBe('403 ORIGIN_NOT_ALLOWED');
    expect(outcomeOf(await login(page))).toBe('403 ORIGIN_NOT_ALLOWED');
    expect(outcomeOf(await page.refresh())).toBe('403 ORIGIN_NOT_ALLOWED');
    expect((await browser.refresh()).status).toBe(200);
  });

  it.each([
    ['a page of an allowed origin', () => ({ 'sec-fetch-site': 'same-site', origin: APP })],
    ['our own page in an old browser', () => ({ origin: new URL(product().url).origin })],
    ['a client that is no browser', () => ({})],
  ])('are accepted from %s', async (_name, headers) => {
    const page = browser.window(headers());
    expect((await create(page, { 'x-csrf-token': csrf })).status).toBe(201);
    expect((await login(page)).status).toBe(200);
  });

  it('are shared with allowed origins, by name', async () => {
    const page = browser.window({ 'sec-fetch-site': 'same-site', origin: APP });
    const { headers } = await page.request('GET', '/api/leads');
    expect(headers.get('access-control-allow-origin')).toBe(APP);
    expect(headers.get('access-control-allow-credentials')).toBe('true');
  });

  it('authenticate no body that a form could send', async () => {
    const headers = { 'x-csrf-token': csrf, 'content-type': 'text/plain' };
    expect(outcomeOf(await create(browser, headers, JSON.stringify(LEAD)))).toBe(
      '415 UNSUPPORTED_MEDIA_TYPE',
    );
  });

  it('do not count beside a bearer token, good or bad', async () => {
    const authorization = `Bearer ${admin.tenant.token}`;
    const foreign = { authorization, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    expect((await create(browser, foreign)).status).toBe(201);
    expect(
      (await browser.request('GET', '/api/leads', { headers: { authorization: 'Bearer x' } })).status,
    ).toBe(401);
  });

  it('are no good when altered, and take no refresh token for an access token', async () => {
    for (const value of ['x', browser.cookie('crm_refresh') ?? '', `${browser.cookie('crm_access')}x`]) {
      const answer = await api().get('/api/leads', { headers: { cookie: `crm_access=${value}` } });
      expect(outcomeOf(answer)).toBe('401 INVALID_TOKEN');
    }
  });

  it('rotate', async () => {
    const before = [browser.cookie('crm_access'), browser.cookie('crm_refresh')];
    const answer = await browser.refresh();
    expect(answer).toMatchObject({ status: 200, body: { csrfToken: csrf } });
    expect(answer.body).not.toHaveProperty('token');
    expect(browser.cookie('crm_access')).not.toBe(before[0]);
    expect(browser.cookie('crm_refresh')).not.toBe(before[1]);
    expect((await create(browser, { 'x-csrf-token': csrf })).status).toBe(201);
  });

  it('are not traded for tokens that a script can read, nor for a client that does not ask for cookies', async () => {
    expect(await browser.request('POST', '/api/auth/refresh', { body: {} })).toMatchObject({
      status: 422,
      body: { error: { code: 'VALIDATION_ERROR', details: [{ field: 'refreshToken' }] } },
    });
    expect(
      await new Browser(product().url).request('POST', '/api/auth/refresh', { headers: COOKIE_MODE }),
    ).toMatchObject({ status: 422 });
  });

  it('are taken back at logout', async () => {
    const kept = browser.window();
    const answer = await browser.request('POST', '/api/auth/logout', { headers: { 'x-csrf-token': csrf } });
    expect(answer.status).toBe(204);
    expect(browser.names).toEqual([]);
    await eventually('the kept cookie is refused', async () => (await kept.status()) === 401);
    expect(outcomeOf(await kept.refresh())).toBe('401 INVALID_TOKEN');
  });

  it('leave a trace when a page was refused', async () => {
    const [tenant] = await queryDatabase<{ database: string }>(
      product().databaseUrl,
      'SELECT database FROM tenants WHERE id = $1',
      [admin.tenant.tenantId],
    );
    const url = new URL(product().databaseUrl);
    url.pathname = `/${tenant?.database ?? ''}`;
    const entries = await queryDatabase<{ details: unknown; actor: string }>(
      url.href,
      "SELECT details, actor_id AS actor FROM audit_entries WHERE action = 'request.refused'",
    );
    const actor = admin.tenant.userId;
    expect(entries).toContainEqual({ details: { code: 'CSRF_TOKEN_INVALID' }, actor });
    expect(entries).toContainEqual({ details: { code: 'ORIGIN_NOT_ALLOWED' }, actor });
  });
});

describe('cookies over HTTPS', () => {
  const { api, product } = useTestProduct({ SECURE_COOKIES: 'true' });

  it('are bound to the host by their names, and to HTTPS', async () => {
    const { tenant } = await api().register();
    const browser = new Browser(product().url);
    const body = { email: tenant.email, password: tenant.password };
    const answer = await browser.request('POST', '/api/auth/login', { body, headers: COOKIE_MODE });
    const [access = '', refreshing = ''] = answer.headers.getSetCookie();
    expect(access).toMatch(/^__Host-crm_access=\S+; Max-Age=3600; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    expect(refreshing).toMatch(
      /^__Secure-crm_refresh=\S+; .+; Path=\/api\/auth\/refresh; HttpOnly; Secure; /,
    );
    expect((await browser.request('GET', '/api/auth/me')).status).toBe(200);
    const renamed = { cookie: `crm_access=${browser.cookie('__Host-crm_access')}` };
    expect((await api().get('/api/auth/me', { headers: renamed })).status).toBe(401);
  });

  it('are not shared with any origin under a star', async () => {
    const answer = await api().get('/health/live', { headers: { origin: 'https://evil.example' } });
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
    const browser = new Browser(product().url, {
      origin: 'https://evil.example',
      'sec-fetch-site': 'cross-site',
    });
    const refused = await browser.request('POST', '/api/auth/login', {
      body: { email: 'a@example.com', password: 'x' },
      headers: COOKIE_MODE,
    });
    expect(outcomeOf(refused)).toBe('403 ORIGIN_NOT_ALLOWED');
  });
});
