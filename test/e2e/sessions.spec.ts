import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiAnswer, ApiClient, RegisteredTenant } from '../support/api-client.js';
import { withDatabase } from '../../src/platform/database/postgres-client.js';
import { eventually } from '../support/eventually.js';
import { queryDatabase } from '../support/server-query.js';
import { useTestProduct } from '../support/use-test-product.js';

interface Tokens {
  readonly token: string;
  readonly refreshToken: string;
  readonly expiresIn: number;
  readonly tenantId: string;
  readonly userId: string;
}

/** What a caller can tell two error answers apart by. */
function comparable({ status, body }: ApiAnswer): unknown {
  const { traceId: _traceId, timestamp: _timestamp, ...rest } = body;
  return { status, rest };
}

describe('logging in and out', () => {
  const { api, product } = useTestProduct();
  let admin: ApiClient & { readonly tenant: RegisteredTenant };

  const login = (body: Record<string, unknown>) => api().post<Tokens>('/api/auth/login', { body });
  const refresh = (refreshToken: string) =>
    api().post<Tokens>('/api/auth/refresh', { body: { refreshToken } });
  const me = (token: string) => api().as(token).get('/api/auth/me');
  const isRefused = async (token: string) => (await me(token)).status === 401;
  const credentials = () => ({ email: admin.tenant.email, password: admin.tenant.password });

  beforeAll(async () => {
    admin = await api().register();
  });

  it('gives back a place in the tenant that a crash between two databases has lost', async () => {
    const { tenantId, userId } = admin.tenant;
    const [tenant] = await queryDatabase<{ database: string }>(
      product().databaseUrl,
      'SELECT database FROM tenants WHERE id = $1',
      [tenantId],
    );
    const database = withDatabase(product().databaseUrl, tenant?.database ?? '');
    await queryDatabase(database, 'DELETE FROM members WHERE id = $1', [userId]);
    const lead = { lastName: 'Doe', ownerId: userId };
    expect((await admin.post('/api/leads', { body: lead })).status).toBe(422);
    expect((await login(credentials())).status).toBe(200);
    expect((await admin.post('/api/leads', { body: lead })).status).toBe(201);
  });

  it.each(['email', 'username', 'usernameOrEmail'])('takes the name as %s', async (field) => {
    const answer = await login({ [field]: admin.tenant.email, password: admin.tenant.password });
    const { tenantId, userId } = admin.tenant;
    expect(answer).toMatchObject({ status: 200, body: { tenantId, userId, expiresIn: 3_600 } });
    expect(Object.keys(answer.body).sort()).toEqual([
      'expiresIn',
      'refreshToken',
      'tenantId',
      'token',
      'userId',
    ]);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('takes the e-mail in any case of letters', async () => {
    expect((await login({ ...credentials(), email: admin.tenant.email.toUpperCase() })).status).toBe(200);
  });

  it('answers a wrong password and an unknown e-mail alike', async () => {
    const wrong = await api().post('/api/auth/login', { body: { ...credentials(), password: 'Wrong@123' } });
    const unknown = await api().post('/api/auth/login', {
      body: { ...credentials(), email: 'nobody@example.com' },
    });
    expect(wrong).toMatchObject({ status: 401, body: { error: { code: 'AUTH_FAILED' } } });
    expect(comparable(unknown)).toEqual(comparable(wrong));
  });

  it('answers a tenant that the user is no member of like a wrong password', async () => {
    const other = await api().register();
    const answer = await login({ ...credentials(), tenantId: other.tenant.tenantId });
    expect(answer).toMatchObject({ status: 401, body: { error: { code: 'AUTH_FAILED' } } });
  });

  it.each([
    ['email', { password: 'Admin@123' }],
    ['email', { email: ['a@example.com'], password: 'Admin@123' }],
    ['password', { email: 'a@example.com' }],
    ['password', { email: 'a@example.com', password: { $ne: null } }],
    ['tenantId', { email: 'a@example.com', password: 'Admin@123', tenantId: 'x' }],
  ])('refuses a login with a bad %s', async (field, body) => {
    expect(await login(body)).toMatchObject({ status: 422, body: { error: { details: [{ field }] } } });
  });

  it('shows who is logged in at two addresses', async () => {
    const session = await admin.get('/api/auth/me');
    const { email, userId, tenantId } = admin.tenant;
    expect(session).toMatchObject({ status: 200, body: { email, userId, tenantId, role: 'Admin' } });
    expect((await admin.get('/api/auth/session')).body).toEqual(session.body);
  });

  it('rotates the refresh token, and both generations of access token work', async () => {
    const first = (await login(credentials())).body;
    const second = await refresh(first.refreshToken);
    expect(second.status).toBe(200);
    expect(second.body.refreshToken).not.toBe(first.refreshToken);
    expect((await me(first.token)).status).toBe(200);
    expect((await me(second.body.token)).status).toBe(200);
    expect((await refresh(second.body.refreshToken)).status).toBe(200);
  });

  it('ends the whole family when a refresh token is used twice', async () => {
    const first = (await login(credentials())).body;
    const second = (await refresh(first.refreshToken)).body;
    expect((await me(second.token)).status).toBe(200);

    const reused = await refresh(first.refreshToken);
    expect(reused).toMatchObject({ status: 401, body: { error: { code: 'INVALID_TOKEN' } } });
    expect((await refresh(second.refreshToken)).status).toBe(401);
    await eventually('both access tokens are refused', async () => {
      return (await isRefused(first.token)) && (await isRefused(second.token));
    });
  });

  it('leaves other sessions of the user alone when one family ends', async () => {
    const other = (await login(credentials())).body;
    const first = (await login(credentials())).body;
    await refresh(first.refreshToken);
    await refresh(first.refreshToken);
    expect((await refresh(other.refreshToken)).status).toBe(200);
  });

  it('lets at most one of ten racing refreshes have the next token', async () => {
    const { refreshToken } = (await login(credentials())).body;
    const answers = await Promise.all(Array.from({ length: 10 }, () => refresh(refreshToken)));
    expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
    expect(answers.every(({ status }) => status === 200 || status === 401)).toBe(true);
  });

  it('refuses refresh tokens that it never gave', async () => {
    for (const token of ['x', 'a'.repeat(200), admin.tenant.token.slice(0, 200)]) {
      expect(await refresh(token)).toMatchObject({ status: 401, body: { error: { code: 'INVALID_TOKEN' } } });
    }
    expect((await refresh('a'.repeat(201))).status).toBe(422);
  });

  it('ends the session on logout', async () => {
    const session = (await login(credentials())).body;
    expect((await me(session.token)).status).toBe(200);
    expect((await api().as(session.token).post('/api/auth/logout')).status).toBe(204);
    await eventually('the access token is refused', () => isRefused(session.token));
    expect((await refresh(session.refreshToken)).status).toBe(401);
    expect((await me(admin.tenant.token)).status).toBe(200);
  });
});
