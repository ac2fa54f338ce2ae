import { describe, expect, it } from '@jest/globals';
import { withDatabase } from '../../src/platform/database/postgres-client.js';
import type { ApiClient } from '../support/api-client.js';
import { eventually } from '../support/eventually.js';
import { queryDatabase } from '../support/server-query.js';
import { useTestProduct } from '../support/use-test-product.js';

interface Organization {
  readonly id: string;
  readonly state: string;
  readonly closesAt: string | null;
}

interface Tokens {
  readonly token: string;
}

const PASSWORD = 'Member@123';
const DAY = 86_400_000;

const create = (caller: ApiClient, name: string) =>
  caller.post<Organization>('/api/organizations', { body: { name } });
/** The caller, in another of their organizations. */
async function enter(caller: ApiClient, tenantId: string): Promise<ApiClient> {
  const switched = await caller.post<Tokens>('/api/auth/switch-tenant', { body: { tenantId } });
  return caller.as(switched.body.token);
}

describe('a closed organization', () => {
  const { api, product } = useTestProduct();

  /** Actions of its audit log, oldest first. */
  async function audited(tenantId: string): Promise<string[]> {
    const { databaseUrl } = product();
    const [tenant] = await queryDatabase<{ database: string }>(
      databaseUrl,
      'SELECT database FROM tenants WHERE id = $1',
      [tenantId],
    );
    const database = withDatabase(databaseUrl, tenant?.database ?? '');
    const rows = await queryDatabase<{ action: string }>(
      database,
      'SELECT action FROM audit_entries ORDER BY seq',
    );
    return rows.map(({ action }) => action);
  }

  it('rests, is taken back by its Admin, and serves again', async () => {
    const admin = await api().register('First');
    const { tenantId } = admin.tenant;
    const path = `/api/organizations/${tenantId}`;
    const email = 'colleague@example.com';
    const colleague = { email, name: 'Colleague', role: 'User', password: PASSWORD };
    expect((await admin.post('/api/users', { body: colleague })).status).toBe(201);
    const login = await api().post<Tokens>('/api/auth/login', { body: { email, password: PASSWORD } });
    const user = api().as(login.body.token);
    await admin.post('/api/leads', { body: { lastName: 'Doe' } });
    expect((await admin.delete(path, { headers: { 'if-match': '"9"' } })).status).toBe(412);
    expect((await admin.delete(path)).status).toBe(204);
    expect((await admin.delete(path)).status).toBe(204);
    await eventually('it serves no more', async () => (await admin.get('/api/leads')).status === 403);
    expect((await user.get('/api/leads')).status).toBe(403);

    // What is left to its members: to see where they are, and to go elsewhere.
    expect((await user.get('/api/auth/me')).body).toMatchObject({ tenantId });
    const elsewhere = (await create(user, 'Elsewhere')).body.id;
    const there = await enter(user, elsewhere);
    expect((await there.get('/api/leads')).status).toBe(200);
    for (const route of ['/api/settings', '/api/users/me', '/api/auth/sessions'])
      expect((await admin.get(route)).status).toBe(403);

    const { body } = await admin.get<Organization>(path);
    expect(body.state).toBe('closing');
    expect(Date.parse(body.closesAt ?? '') - Date.now()).toBeGreaterThan(29 * DAY);
    expect((await admin.patch(path, { body: { name: 'Late' } })).status).toBe(409);
    expect((await user.post(`${path}/restore`)).status).toBe(403);
    const restored = await admin.post<Organization>(`${path}/restore`);
    expect(restored).toMatchObject({ status: 200, body: { state: 'active', closesAt: null } });
    await eventually('it serves again', async () => (await admin.get('/api/leads')).status === 200);
    expect((await admin.get('/api/leads')).body).toMatchObject({ totalCount: 1 });
    expect(await admin.post(`${path}/restore`)).toMatchObject({
      status: 409,
      body: { error: { code: 'CONFLICT' } },
    });
    const told = await audited(tenantId);
    expect(told).toEqual(expect.arrayContaining(['organization.closed', 'organization.restored']));
    expect(told.filter((action) => action === 'organization.restored')).toHaveLength(1);
  });

  it('is not the same as a suspended one, which its members can leave, but neither change nor close', async () => {
    const admin = await api().register('Suspended');
    const { tenantId } = admin.tenant;
    const path = `/api/organizations/${tenantId}`;
    const { body } = await create(admin, 'Usable');
    const { databaseUrl } = product();
    await queryDatabase(databaseUrl, "UPDATE tenants SET state = 'suspended' WHERE id = $1", [tenantId]);
    await eventually('it serves no more', async () => (await admin.get('/api/leads')).status === 403);
    expect((await admin.get(path)).body).toMatchObject({ state: 'suspended', closesAt: null });
    const answers = [
      await admin.patch(path, { body: { name: 'Late' } }),
      await admin.delete(path),
      await admin.post(`${path}/restore`),
    ];
    expect(answers.map(({ status }) => status)).toEqual([409, 409, 409]);
    expect((await (await enter(admin, body.id)).get('/api/leads')).status).toBe(200);
    expect((await admin.post('/api/auth/logout')).status).toBe(204);
  });
});

describe('an organization whose grace time is over', () => {
  const { api, product } = useTestProduct({ CLOSING_GRACE_DAYS: '0', SWEEP_MS: '100' });

  it('is removed with its database and its people, but for those who are elsewhere too', async () => {
    const admin = await api().register('Kept');
    const gone = await create(admin, 'Gone');
    const { id } = gone.body;
    const there = await enter(admin, id);
    const alone = { email: 'alone@example.com', name: 'Alone', role: 'User', password: PASSWORD };
    expect((await there.post('/api/users', { body: alone })).status).toBe(201);

    expect((await admin.delete(`/api/organizations/${id}`)).status).toBe(204);
    await eventually('the reaper has been', async () => {
      return (await admin.get(`/api/organizations/${id}`)).status === 404;
    });
    expect((await admin.post(`/api/organizations/${id}/restore`)).status).toBe(404);
    const databases = await queryDatabase(
      product().databaseUrl,
      'SELECT 1 FROM pg_database WHERE datname LIKE $1',
      [`%${id.replaceAll('-', '')}`],
    );
    expect(databases).toEqual([]);
    expect((await admin.get('/api/leads')).status).toBe(200);
    const again = { email: alone.email, password: PASSWORD, tenantName: 'Again' };
    expect((await api().post('/api/auth/register', { body: again })).status).toBe(201);
  });
});
