import { randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { withDatabase } from '../../src/platform/database/postgres-client.js';
import type { ApiAnswer, ApiClient, RegisteredTenant } from '../support/api-client.js';
import { eventually } from '../support/eventually.js';
import { queryDatabase } from '../support/server-query.js';
import { useTestProduct } from '../support/use-test-product.js';

interface Tokens {
  readonly token: string;
  readonly refreshToken: string;
  readonly expiresIn: number;
  readonly tenantId: string;
}

const DEFAULTS = {
  timeZone: 'UTC',
  currency: 'USD',
  locale: 'en-US',
  fiscalYearStart: { month: 1, day: 1 },
  publicKnowledgeBase: false,
  retentionDays: 400,
  allowedOrigins: [],
  passwordPolicy: {
    minimumLength: 8,
    requireMixedCase: false,
    requireDigit: false,
    requireSymbol: false,
    refuseCommon: false,
  },
  sessionPolicy: { accessTokenMinutes: null, refreshDays: null, maximumSessions: null },
  version: 1,
  updatedAt: null,
  updatedBy: null,
};

/** Messages of a refusal, as `field message`. */
function faultsOf({ status, body }: ApiAnswer): string[] {
  expect(status).toBe(422);
  const { details } = body['error'] as { details: { field: string; message: string }[] };
  return details.map(({ field, message }) => `${field} ${message}`);
}

describe('settings of a tenant', () => {
  const { api, product } = useTestProduct();
  let admin: ApiClient & { readonly tenant: RegisteredTenant };

  const set = (body: unknown, caller: ApiClient = admin) => caller.patch('/api/settings', { body });

  beforeEach(async () => {
    admin = await api().register();
  });

  it('are the defaults until somebody chooses, and merge what is chosen', async () => {
    const { tenantId: id, userId } = admin.tenant;
    const untouched = await admin.get('/api/settings');
    expect(untouched.body).toEqual({ ...DEFAULTS, id });
    expect(untouched.headers.get('etag')).toBe('"1"');
    const chosen = {
      timeZone: 'Europe/Berlin',
      currency: 'EUR',
      locale: 'de-DE',
      fiscalYearStart: { month: 4, day: 6 },
      retentionDays: 3_650,
    };
    expect(await set(chosen)).toMatchObject({
      status: 200,
      body: { ...chosen, version: 2, updatedBy: userId },
    });
    await set({ passwordPolicy: { requireDigit: true } });
    await set({ passwordPolicy: { minimumLength: 12 }, sessionPolicy: { refreshDays: 1 } });
    const expected = {
      ...DEFAULTS,
      ...chosen,
      id,
      passwordPolicy: { ...DEFAULTS.passwordPolicy, requireDigit: true, minimumLength: 12 },
      sessionPolicy: { ...DEFAULTS.sessionPolicy, refreshDays: 1 },
      version: 4,
      updatedBy: userId,
      updatedAt: expect.any(String),
    };
    const read = await admin.get('/api/settings');
    expect(read.body).toEqual(expected);
    const etag = { 'if-none-match': read.headers.get('etag') ?? '' };
    expect((await admin.get('/api/settings', { headers: etag })).status).toBe(304);
    // What was read may be sent back, and changes nothing.
    expect((await set(read.body)).body).toEqual(expected);
    const stranger = await api().register();
    expect((await stranger.get('/api/settings')).body).toMatchObject({ timeZone: 'UTC', version: 1 });
  });

  it.each([
    ['timeZone', 'Berlin'],
    ['currency', 'euro'],
    ['locale', 'de_DE'],
    ['fiscalYearStart.month', { month: 13, day: 1 }],
    ['fiscalYearStart.day', { month: 2, day: 29 }],
    ['fiscalYearStart.day', { month: 4, day: 31 }],
    ['retentionDays', 29],
    ['retentionDays', null],
    ['allowedOrigins', ['https://app.example.com/path']],
    ['allowedOrigins', ['*']],
    ['allowedOrigins', Array.from({ length: 21 }, (_, index) => `https://${index}.example.com`)],
    ['passwordPolicy.minimumLength', { minimumLength: 7 }],
    ['passwordPolicy.minimumLength', { minimumLength: 65 }],
    ['passwordPolicy.requireLuck', { requireLuck: true }],
    ['sessionPolicy.maximumSessions', { maximumSessions: 0 }],
    ['sessionPolicy.refreshDays', { refreshDays: 91 }],
    ['theme', 'dark'],
  ])('refuse a wrong %s: %j', async (field, value) => {
    const [name = ''] = field.split('.');
    expect(await set({ [name]: value })).toMatchObject({
      status: 422,
      body: { error: { code: 'VALIDATION_ERROR', details: [{ field }] } },
    });
    expect((await admin.get('/api/settings')).body).toMatchObject({ version: 1 });
  });

  it('let one of two changes of the same version win, and tell the other what differs', async () => {
    const change = (currency: string) =>
      admin.patch('/api/settings', { body: { currency }, headers: { 'if-match': '"1"' } });
    const answers = await Promise.all([change('EUR'), change('CHF')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    const refused = answers.find(({ status }) => status === 412);
    expect(refused?.body).toMatchObject({ error: { details: [{ field: 'currency' }] } });
  });

  it('are told to the audit log, before and after, and only what changed', async () => {
    await set({ currency: 'EUR', locale: 'en-US' });
    const [tenant] = await queryDatabase<{ database: string }>(
      product().databaseUrl,
      'SELECT database FROM tenants WHERE id = $1',
      [admin.tenant.tenantId],
    );
    const entries = await queryDatabase(
      withDatabase(product().databaseUrl, tenant?.database ?? ''),
      "SELECT actor_id, details FROM audit_entries WHERE action = 'settings.updated'",
    );
    expect(entries).toEqual([
      { actor_id: admin.tenant.userId, details: { changes: { currency: { old: 'USD', new: 'EUR' } } } },
    ]);
  });

  describe('the password policy', () => {
    const strict = { minimumLength: 10, requireMixedCase: true, requireDigit: true, requireSymbol: true };

    const add = (password: string, caller: ApiClient = admin) => {
      const email = `${randomBytes(6).toString('hex')}@example.com`;
      return caller.post('/api/users', { body: { email, name: 'New', role: 'User', password } });
    };
    const change = (caller: ApiClient, currentPassword: string, newPassword: string) =>
      caller.post('/api/auth/change-password', { body: { currentPassword, newPassword } });

    it('names everything that a new password lacks', async () => {
      expect((await add('aaaaaaaa')).status).toBe(201);
      await set({ passwordPolicy: strict });
      expect(faultsOf(await add('aaaaaaaa'))).toEqual([
        'password must have at least 10 characters',
        'password must have small and capital letters',
        'password must have a digit',
        'password must have a symbol',
      ]);
      expect((await add('Long&Safe4ever')).status).toBe(201);
      const { password } = admin.tenant;
      expect(faultsOf(await change(admin, password, 'longer&safe'))).toEqual([
        'newPassword must have small and capital letters',
        'newPassword must have a digit',
      ]);
      expect((await change(admin, password, 'Long&Safe4ever')).status).toBe(204);
    });

    it('refuses what everybody tries first, when it is asked to', async () => {
      expect((await add('Password123')).status).toBe(201);
      await set({ passwordPolicy: { refuseCommon: true } });
      expect(faultsOf(await add('Password123'))).toEqual(['password is among the most common ones']);
      expect((await add('quiet-otter-sings')).status).toBe(201);
    });

    it('of a member of several tenants is the strictest of those that are theirs', async () => {
      const made = await admin.post('/api/organizations', { body: { name: 'Strict' } });
      const id = String(made.body['id']);
      const switched = await admin.post<Tokens>('/api/auth/switch-tenant', { body: { tenantId: id } });
      const there = api().as(switched.body.token);
      await set({ passwordPolicy: strict }, there);
      await set({ passwordPolicy: { minimumLength: 14 } });
      const { password } = admin.tenant;
      expect(faultsOf(await change(admin, password, 'Short&Safe1'))).toEqual([
        'newPassword must have at least 14 characters',
      ]);
      expect(faultsOf(await change(admin, password, 'long-but-plain'))).toHaveLength(2);
      // Whom the Admin adds belongs to the first alone.
      expect((await add('long-but-plain')).status).toBe(201);
      await admin.delete(`/api/organizations/${id}`);
      expect((await change(admin, password, 'long-but-plain')).status).toBe(204);
    });
  });

  describe('the session policy', () => {
    const login = async () => {
      const { email, password } = admin.tenant;
      return (await api().post<Tokens>('/api/auth/login', { body: { email, password } })).body;
    };
    const isLoggedOut = async (token: string) => (await api().as(token).get('/api/auth/me')).status === 401;

    it('decides how long sessions and their access tokens live, at login and at refresh', async () => {
      const before = await login();
      expect(before.expiresIn).toBe(3_600);
      await set({ sessionPolicy: { accessTokenMinutes: 5, refreshDays: 1 } });
      const after = await login();
      expect(after.expiresIn).toBe(300);
      const claims = JSON.parse(Buffer.from(after.token.split('.')[1] ?? '', 'base64url').toString()) as {
        exp: number;
        iat: number;
      };
      expect(claims.exp - claims.iat).toBe(300);
      const days = async (token: string) => {
        const { body } = await api().as(token).get('/api/auth/me');
        return (Date.parse(String(body['expiresAt'])) - Date.now()) / 86_400_000;
      };
      expect(await days(after.token)).toBeCloseTo(1, 2);
      expect(await days(before.token)).toBeCloseTo(7, 2);
      const { refreshToken } = before;
      const refreshed = await api().post<Tokens>('/api/auth/refresh', { body: { refreshToken } });
      expect(refreshed.body.expiresIn).toBe(300);
      expect(await days(refreshed.body.token)).toBeCloseTo(1, 2);
    });

    it('ends the oldest session of a person when there is one too many, and nobody else', async () => {
      const made = await admin.post('/api/organizations', { body: { name: 'Other' } });
      const other = { tenantId: String(made.body['id']) };
      const elsewhere = await admin.post<Tokens>('/api/auth/switch-tenant', { body: other });
      await admin.post('/api/auth/switch-tenant', { body: { tenantId: admin.tenant.tenantId } });
      await set({ sessionPolicy: { maximumSessions: 2 } });
      const second = await login();
      await eventually('the first is out', () => isLoggedOut(admin.tenant.token));
      const third = await login();
      expect(await isLoggedOut(second.token)).toBe(false);
      expect(await isLoggedOut(third.token)).toBe(false);
      expect(await isLoggedOut(elsewhere.body.token)).toBe(false);
    });

    it('holds for logins at once', async () => {
      await set({ sessionPolicy: { maximumSessions: 3 } });
      await Promise.all(Array.from({ length: 8 }, login));
      const { token } = await login();
      expect((await api().as(token).get('/api/auth/sessions')).body).toMatchObject({ totalCount: 3 });
    });
  });
});
