import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { withDatabase } from '../../src/platform/database/postgres-client.js';
import { ApiClient } from '../support/api-client.js';
import { Browser } from '../support/browser.js';
import { eventually } from '../support/eventually.js';
import { tokenIn } from '../support/mail-server.js';
import { type ProductProcess, startProductProcess } from '../support/product-process.js';
import { freshDatabaseUrl, testEnvironment } from '../support/test-product.js';

type LogLine = Readonly<Record<string, unknown>>;

const OPERATOR_TOKEN = 'canary-operator-0123456789-abcdefghijk';
const REFUSED_EMAIL = 'canary-refused@example.com';

function linesOf(product: ProductProcess): LogLine[] {
  return product.stdout.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as LogLine]));
}

describe('the log of a running product', () => {
  const databaseUrl = freshDatabaseUrl();
  const environment = testEnvironment(databaseUrl, { LOG_LEVEL: 'info', OPERATOR_TOKEN });
  let product: ProductProcess;
  let api: ApiClient;

  beforeAll(async () => {
    product = startProductProcess('main', [], { environment });
    const listening = await eventually(
      'the line that says where it listens',
      () => {
        if (product.exitCode !== null) throw new Error(product.stderr);
        return linesOf(product).find(({ msg }) => msg === 'Listening');
      },
      { within: 30_000 },
    );
    api = new ApiClient(String(listening['url']));
  }, 40_000);

  afterAll(async () => {
    product.kill('SIGTERM');
    expect(await product.exit).toBe(0);
  });

  it('begins with a few lines that say what runs, without credentials', () => {
    const lines = linesOf(product);
    expect(lines.length).toBeLessThanOrEqual(3);
    const { host } = new URL(databaseUrl);
    expect(lines.find(({ msg }) => msg === 'Listening')).toMatchObject({
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      workers: 'inline',
      queueStore: 'postgres',
      database: expect.stringMatching(new RegExp(`^${host}/control_`)),
    });
    expect(product.stdout).not.toContain(new URL(databaseUrl).password);
  });

  it('names trace and tenant of each request, and holds nothing confidential', async () => {
    const secrets = ['canary-password-1', 'canary-password-2', OPERATOR_TOKEN, environment.JWT_SECRET];
    const email = 'canary-person@example.com';
    const registered = await api.post<Record<string, string>>('/api/auth/register', {
      body: { email, password: 'canary-password-1', tenantName: 'Tenant' },
    });
    const { token = '', refreshToken = '', tenantId = '' } = registered.body;
    const tenant = api.as(token);
    const webhook = await tenant.post<Record<string, string>>('/api/webhooks', {
      body: { url: 'http://127.0.0.1:9/canary-hook', events: ['*'] },
    });
    expect([registered.status, webhook.status]).toEqual([201, 201]);
    secrets.push(token, refreshToken, webhook.body['secret'] ?? '');

    await api.post('/api/auth/login', { body: { email, password: 'canary-password-2' } });
    await api.post('/api/auth/refresh', { body: { refreshToken: 'canary-refresh' } });
    const browser = new Browser(api.url);
    const { csrfToken } = (await browser.login({ email, password: 'canary-password-1' })).body;
    await browser.request('POST', '/api/leads', { body: {}, headers: { 'x-csrf-token': 'canary-csrf' } });
    const refreshed = await browser.refresh();
    expect(refreshed.status).toBe(200);
    secrets.push(csrfToken, browser.cookie('crm_access') ?? '', browser.cookie('crm_refresh') ?? '');
    await api.as('canary-token').get('/api/leads', { headers: { cookie: 'a=canary-cookie' } });
    await api
      .get('/metrics', { headers: { authorization: `Bearer ${OPERATOR_TOKEN}` } })
      .catch(() => undefined);
    await tenant.get('/api/leads?search=canary-search', { headers: { 'x-api-key': 'canary-key' } });
    const lead = await tenant.post('/api/leads', {
      body: { lastName: 'canary-name' },
      headers: { 'idempotency-key': 'canary-idempotency' },
    });
    expect(lead.status).toBe(201);

    const request = await lineOf(product, lead.headers.get('x-request-id'));
    expect(request).toMatchObject({ route: '/api/leads', method: 'POST', status: 201, tenantId });
    secrets.push(...(await useKeys(tenant)), ...(await useLinks(tenant, email)));
    expect(product.stdout + product.stderr).not.toMatch(/canary/i);
    for (const secret of secrets) expect(product.stdout).not.toContain(secret);
  });

  it('tells of an unexpected database error what broke, and nothing of the row', async () => {
    const registered = await api.register();
    const { tenantId } = registered.tenant;
    const database = `${environment.DATABASE_PREFIX}_tenant_${tenantId.replaceAll('-', '')}`;
    const client = new pg.Client({ connectionString: withDatabase(databaseUrl, database) });
    await client.connect();
    await client.query(`ALTER TABLE leads ADD CONSTRAINT refused CHECK (email <> '${REFUSED_EMAIL}')`);
    await client.end();

    const answer = await registered.post('/api/leads', { body: { email: REFUSED_EMAIL } });
    expect(answer).toMatchObject({ status: 500, body: { error: { code: 'INTERNAL_ERROR' } } });
    const failure = await lineOf(product, answer.headers.get('x-request-id'), 'A request failed');
    expect(failure).toMatchObject({
      level: 'error',
      tenantId,
      route: 'POST /api/leads',
      error: { code: '23514', constraint: 'refused', table: 'leads' },
    });
    expect(product.stdout + product.stderr).not.toContain(REFUSED_EMAIL);
  });
});

/** Makes an API key, rotates it and uses both secrets in both headers. @returns them. */
async function useKeys(tenant: ApiClient): Promise<string[]> {
  const body = { name: 'canary-key', permissions: ['leads:read'] };
  const made = await tenant.post<Record<string, string>>('/api/api-keys', {
    body,
    headers: { 'idempotency-key': 'canary-key' },
  });
  const rotated = await tenant.post<Record<string, string>>(`/api/api-keys/${made.body['id'] ?? ''}/rotate`, {
    body: {},
    headers: { 'idempotency-key': 'canary-rotation' },
  });
  const secrets = [made, rotated].map(({ body: { secret = '' } }) => secret);
  const api = new ApiClient(tenant.url);
  const statuses = [];
  for (const secret of [...secrets, 'crm_canary']) {
    const headers = { 'x-api-key': secret };
    statuses.push((await api.get('/api/leads', { headers })).status);
    statuses.push((await api.as(secret).get('/api/leads')).status);
  }
  expect(statuses).toEqual([200, 200, 200, 200, 401, 401]);
  return secrets;
}

/** Invites somebody and resets a password, with right tokens and wrong ones. @returns the right ones. */
async function useLinks(tenant: ApiClient, email: string): Promise<string[]> {
  const invitee = 'canary-invitee@example.com';
  await tenant.post('/api/users/invite', { body: { email: invitee, role: 'User', name: 'canary-invitee' } });
  await tenant.post('/api/auth/forgot-password', { body: { email } });
  const mails = await eventually('both mails are written', async () => {
    const headers = { accept: 'application/json' };
    const { body } = await tenant.get<{ items: { to: string; text: string }[] }>('/dev/mails', { headers });
    return body.items.length === 2 && body.items;
  });
  const tokenFor = (address: string) => tokenIn(mails.find(({ to }) => to === address)?.text);
  const [invitation, reset] = [tokenFor(invitee), tokenFor(email)];
  const api = new ApiClient(tenant.url);
  const statuses = [];
  for (const [accepted, token] of [['canary-token', 'canary-token'] as const, [invitation, reset] as const]) {
    for (const [path, body] of [
      ['accept-invitation', { token: accepted, password: 'canary-password-3' }],
      ['reset-password', { token, newPassword: 'canary-password-4' }],
    ] as const) {
      statuses.push((await api.post(`/api/auth/${path}`, { body })).status);
    }
  }
  expect(statuses).toEqual([404, 410, 200, 204]);
  const login = await api.post<{ token: string }>('/api/auth/login', {
    body: { email, password: 'canary-password-4' },
  });
  expect(login.status).toBe(200);
  return [invitation, reset, login.body.token];
}

function lineOf(product: ProductProcess, traceId: string | null, message = 'request'): Promise<LogLine> {
  return eventually(`the line "${message}" of ${traceId ?? ''}`, () =>
    linesOf(product).find((line) => line['traceId'] === traceId && line['msg'] === message),
  );
}
