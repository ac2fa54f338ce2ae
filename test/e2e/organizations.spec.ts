import { randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { withDatabase } from '../../src/platform/database/postgres-client.js';
import type { ApiClient, RegisteredTenant } from '../support/api-client.js';
import { queryDatabase } from '../support/server-query.js';
import { useTestProduct } from '../support/use-test-product.js';

interface Organization {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly state: string;
  readonly version: number;
}

interface Tokens {
  readonly token: string;
  readonly refreshToken: string;
  readonly tenantId: string;
  readonly userId: string;
}

const PASSWORD = 'Member@123';
const NOBODYS_ID = '0190b2a0-0000-7000-8000-000000000000';
const HOURS = {
  timeZone: 'Europe/Berlin',
  days: {
    monday: [
      { from: '09:00', to: '12:00' },
      { from: '13:00', to: '17:00' },
    ],
    saturday: [],
  },
  holidays: ['2026-12-25'],
};

describe('organizations', () => {
  const { api, product } = useTestProduct();
  let admin: ApiClient & { readonly tenant: RegisteredTenant };

  const create = (caller: ApiClient, name = 'Second') =>
    caller.post<Organization>('/api/organizations', { body: { name } });
  const switchTo = (caller: ApiClient, tenantId: string) =>
    caller.post<Tokens>('/api/auth/switch-tenant', { body: { tenantId } });
  const list = async (caller: ApiClient) =>
    (await caller.get<{ items: Organization[]; totalCount: number }>('/api/organizations')).body;

  /** A colleague of the Admin, with the role User. */
  async function colleague(): Promise<ApiClient> {
    const email = `${randomBytes(6).toString('hex')}@example.com`;
    const body = { email, name: 'Colleague', role: 'User', password: PASSWORD };
    expect((await admin.post('/api/users', { body })).status).toBe(201);
    const login = await api().post<Tokens>('/api/auth/login', { body: { email, password: PASSWORD } });
    return api().as(login.body.token);
  }

  async function audited(tenantId: string): Promise<{ action: string; outcome: string }[]> {
    const [tenant] = await queryDatabase<{ database: string }>(
      product().databaseUrl,
      'SELECT database FROM tenants WHERE id = $1',
      [tenantId],
    );
    const database = withDatabase(product().databaseUrl, tenant?.database ?? '');
    return queryDatabase(database, 'SELECT action, outcome, details FROM audit_entries ORDER BY seq');
  }

  beforeEach(async () => {
    admin = await api().register('First');
  });

  it('are listed with the role of the caller in each of them', async () => {
    const user = await colleague();
    const { body: second, status, headers } = await create(user);
    expect(status).toBe(201);
    expect(headers.get('location')).toBe(`/api/organizations/${second.id}`);
    const { items, totalCount } = await list(user);
    expect(totalCount).toBe(2);
    expect(items.map(({ name, role, state }) => [name, role, state])).toEqual([
      ['First', 'User', 'active'],
      ['Second', 'Admin', 'active'],
    ]);
    expect((await list(admin)).totalCount).toBe(1);
    const page = await user.get<{ items: Organization[] }>('/api/organizations?page=2&pageSize=1');
    expect(page.body.items.map(({ name }) => name)).toEqual(['Second']);
    expect(await audited(second.id)).toMatchObject([{ action: 'organization.created', outcome: 'success' }]);
  });

  it('are entered by switching: a database of its own, the caller its Admin, the first session goes on', async () => {
    const user = await colleague();
    const { id } = (await create(user)).body;
    const switched = await switchTo(user, id);
    expect(switched).toMatchObject({ status: 200, body: { tenantId: id } });
    const there = api().as(switched.body.token);
    expect((await there.get('/api/auth/me')).body).toMatchObject({ tenantId: id, role: 'Admin' });
    expect((await there.post('/api/leads', { body: { lastName: 'Doe' } })).status).toBe(201);
    expect((await there.get('/api/leads')).body).toMatchObject({ totalCount: 1 });
    expect((await there.get('/api/users')).body).toMatchObject({ totalCount: 1 });
    expect((await user.get('/api/leads')).body).toMatchObject({ totalCount: 0 });
    const refreshed = await api().post<Tokens>('/api/auth/refresh', {
      body: { refreshToken: switched.body.refreshToken },
    });
    expect(refreshed.body).toMatchObject({ tenantId: id });
  });

  it('let the next login lead to the one entered last', async () => {
    const { id } = (await create(admin)).body;
    const { email, password, tenantId } = admin.tenant;
    const login = () => api().post<Tokens>('/api/auth/login', { body: { email, password } });
    expect((await login()).body.tenantId).toBe(tenantId);
    await switchTo(admin, id);
    expect((await login()).body.tenantId).toBe(id);
  });

  it('cannot be entered, read or changed by who is no member', async () => {
    const stranger = await api().register('Stranger');
    for (const id of [admin.tenant.tenantId, NOBODYS_ID, 'none']) {
      const path = `/api/organizations/${id}`;
      expect((await stranger.get(path)).status).toBe(404);
      expect((await stranger.patch(path, { body: { name: 'Mine' } })).status).toBe(404);
      expect((await stranger.delete(path)).status).toBe(404);
      expect((await stranger.post(`${path}/restore`)).status).toBe(404);
      if (id !== 'none') expect((await switchTo(stranger, id)).status).toBe(404);
    }
    expect((await list(admin)).items[0]?.name).toBe('First');
  });

  it('cannot be entered by a member who was deactivated there', async () => {
    const user = await colleague();
    const { id } = (await create(user)).body;
    const there = api().as((await switchTo(user, id)).body.token);
    const me = String((await user.get('/api/auth/me')).body['userId']);
    expect((await admin.patch(`/api/users/${me}`, { body: { active: false } })).status).toBe(200);
    expect((await switchTo(there, admin.tenant.tenantId)).status).toBe(404);
    expect((await list(there)).totalCount).toBe(1);
  });

  it('are changed by their Admin alone, and each change is told to their audit log', async () => {
    const path = `/api/organizations/${admin.tenant.tenantId}`;
    const body = {
      name: 'Renamed',
      industry: 'Healthcare',
      businessHours: HOURS,
      phone: '+49 30 1',
      email: 'A@b.co',
    };
    const changed = await admin.patch<Organization>(path, { body });
    expect(changed).toMatchObject({ status: 200, body: { ...body, email: 'a@b.co', version: 2 } });
    expect(changed.headers.get('etag')).toBe('"2"');
    // The same again changes nothing.
    expect((await admin.patch(path, { body })).body).toMatchObject({ version: 2 });
    expect((await admin.patch(path, { body: { businessHours: null } })).body).toMatchObject({
      businessHours: null,
      version: 3,
    });

    const user = await colleague();
    expect(await user.get(path)).toMatchObject({ status: 200, body: { name: 'Renamed', role: 'User' } });
    const refused = await user.patch(path, { body: { name: 'Taken' } });
    expect(refused).toMatchObject({ status: 403, body: { error: { code: 'PERMISSION_DENIED' } } });
    expect((await user.delete(path)).status).toBe(403);
    const told = await audited(admin.tenant.tenantId);
    expect(told.filter(({ action }) => /^(organization|permission)\./.test(action))).toMatchObject([
      { action: 'organization.updated', details: { changes: { name: { old: 'First', new: 'Renamed' } } } },
      { action: 'organization.updated' },
      { action: 'permission.denied', outcome: 'failure', details: { permission: 'organizations:update' } },
      { action: 'permission.denied', outcome: 'failure' },
    ]);
  });

  it('are changed from a session in another one, also under an Idempotency-Key', async () => {
    const { id } = (await create(admin)).body;
    const key = { 'idempotency-key': 'rename' };
    const rename = () =>
      admin.patch<Organization>(`/api/organizations/${id}`, { body: { name: 'From afar' }, headers: key });
    expect(await rename()).toMatchObject({ status: 200, body: { name: 'From afar', version: 2 } });
    const again = await rename();
    expect([again.body.version, again.headers.get('idempotent-replayed')]).toEqual([2, 'true']);
    const made = { body: { name: 'Once' }, headers: { 'idempotency-key': 'make' } };
    const first = await admin.post<Organization>('/api/organizations', made);
    const replayed = await admin.post<Organization>('/api/organizations', made);
    expect([first.status, replayed.body.id]).toEqual([201, first.body.id]);
    expect((await list(admin)).totalCount).toBe(3);
  });

  it('refuse a change of a version that is gone', async () => {
    const path = `/api/organizations/${admin.tenant.tenantId}`;
    const rename = (name: string) => admin.patch(path, { body: { name }, headers: { 'if-match': '"1"' } });
    expect((await rename('One')).status).toBe(200);
    expect(await rename('Other')).toMatchObject({
      status: 412,
      body: { error: { details: [{ field: 'name', theirs: 'One', mine: 'Other' }] } },
    });
    const { body } = await admin.get(path);
    expect((await admin.patch(path, { body: { ...body, name: 'Read, edited, sent' } })).status).toBe(200);
  });

  it.each([
    ['businessHours.timeZone', { ...HOURS, timeZone: 'Mars/Olympus' }],
    ['businessHours.days.monday.0.from', { ...HOURS, days: { monday: [{ from: '9:00', to: '17:00' }] } }],
    ['businessHours.days.monday.0.to', { ...HOURS, days: { monday: [{ from: '17:00', to: '09:00' }] } }],
    [
      'businessHours.days.monday.1',
      {
        ...HOURS,
        days: {
          monday: [
            { from: '09:00', to: '12:00' },
            { from: '11:00', to: '13:00' },
          ],
        },
      },
    ],
    ['businessHours.holidays', { ...HOURS, holidays: ['2026-02-29'] }],
    ['businessHours.days.someday', { ...HOURS, days: { someday: [] } }],
    ['businessHours.holidays', { timeZone: 'UTC', days: {} }],
  ])('refuse business hours with a wrong %s', async (field, businessHours) => {
    const path = `/api/organizations/${admin.tenant.tenantId}`;
    expect(await admin.patch(path, { body: { businessHours } })).toMatchObject({
      status: 422,
      body: { error: { code: 'VALIDATION_ERROR', details: [{ field }] } },
    });
    const made = await admin.post('/api/organizations', { body: { name: 'Never', businessHours } });
    expect(made.status).toBe(422);
    expect((await list(admin)).totalCount).toBe(1);
  });

  it('refuse nameless ones and what the product decides', async () => {
    for (const body of [
      {},
      { name: ' ' },
      { name: 'x', plan: 'enterprise' },
      { name: 'x', state: 'active' },
    ]) {
      expect((await admin.post('/api/organizations', { body })).status).toBe(422);
    }
    expect(
      (await admin.patch(`/api/organizations/${admin.tenant.tenantId}`, { body: { name: null } })).status,
    ).toBe(422);
  });
});

describe('new organizations', () => {
  const { api } = useTestProduct({ REGISTRATIONS_PER_HOUR: '3' });

  it('are limited like registrations', async () => {
    const admin = await api().register();
    const create = () => admin.post('/api/organizations', { body: { name: 'One more' } });
    expect([(await create()).status, (await create()).status]).toEqual([201, 201]);
    const refused = await create();
    expect(refused).toMatchObject({ status: 429, body: { error: { code: 'RATE_LIMIT_EXCEEDED' } } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(60);
  });
});
