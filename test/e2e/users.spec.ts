import { randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ApiClient, RegisteredTenant } from '../support/api-client.js';
import { eventually } from '../support/eventually.js';
import { useTestProduct } from '../support/use-test-product.js';

const PASSWORD = 'Member@123';

describe('users of a tenant', () => {
  const { api } = useTestProduct();
  let admin: ApiClient & { readonly tenant: RegisteredTenant };
  let userId: string;
  let user: ApiClient;

  beforeEach(async () => {
    admin = await api().register();
    const email = `${randomBytes(6).toString('hex')}@example.com`;
    const body = { email, name: 'Colleague', role: 'User', password: PASSWORD };
    userId = String((await admin.post('/api/users', { body })).body['id']);
    const login = await api().post<{ token: string }>('/api/auth/login', {
      body: { email, password: PASSWORD },
    });
    user = api().as(login.body.token);
  });

  it('are read by id, and not by another tenant', async () => {
    expect((await admin.get(`/api/users/${userId}`)).body).toMatchObject({ id: userId, role: 'User' });
    const stranger = await api().register();
    expect((await stranger.get(`/api/users/${userId}`)).status).toBe(404);
    expect((await stranger.patch(`/api/users/${userId}`, { body: { role: 'Admin' } })).status).toBe(404);
  });

  it('get another role, which their token has within a second', async () => {
    const changed = await admin.patch(`/api/users/${userId}`, { body: { role: 'Manager' } });
    expect(changed).toMatchObject({ status: 200, body: { role: 'Manager', active: true } });
    await eventually('webhooks are theirs', async () => (await user.get('/api/webhooks')).status === 200);
    expect((await admin.get(`/api/users/${userId}`)).body['role']).toBe('Manager');
  });

  it('are deactivated, which ends their tokens within a second, and activated again', async () => {
    expect((await admin.patch(`/api/users/${userId}`, { body: { active: false } })).status).toBe(200);
    await eventually('the token is refused', async () => (await user.get('/api/leads')).status === 401);
    const email = String((await admin.get(`/api/users/${userId}`)).body['email']);
    const login = () => api().post('/api/auth/login', { body: { email, password: PASSWORD } });
    expect((await login()).status).toBe(401);
    expect((await admin.patch(`/api/users/${userId}`, { body: { active: true } })).status).toBe(200);
    expect((await login()).status).toBe(200);
  });

  it('keep an Admin, also when two demote each other at once', async () => {
    const own = `/api/users/${admin.tenant.userId}`;
    for (const body of [{ role: 'User' }, { active: false }]) {
      const refused = await admin.patch(own, { body });
      expect(refused).toMatchObject({ status: 409, body: { error: { code: 'CONFLICT' } } });
    }
    expect((await admin.get(own)).body).toMatchObject({ role: 'Admin', active: true });

    await admin.patch(`/api/users/${userId}`, { body: { role: 'Admin' } });
    await eventually('both are', async () => (await user.get('/api/webhooks')).status === 200);
    const answers = await Promise.all([
      user.patch(own, { body: { role: 'User' } }),
      admin.patch(`/api/users/${userId}`, { body: { role: 'User' } }),
    ]);
    const [won, lost] = answers.map(({ status }) => status).sort();
    // 403 when the other one has lost the role before it could say what it wants.
    expect([won, [403, 409].includes(lost ?? 0)]).toEqual([200, true]);
  });

  it('change their own name, and nothing that an Admin decides', async () => {
    expect((await user.patch('/api/users/me', { body: { name: 'New name' } })).status).toBe(200);
    expect((await user.get('/api/users/me')).body).toMatchObject({ id: userId, name: 'New name' });
    expect((await user.get('/api/auth/me')).body).toMatchObject({ name: 'New name' });
    expect((await user.patch('/api/users/me', { body: { role: 'Admin' } })).status).toBe(422);
    expect((await user.patch(`/api/users/${userId}`, { body: { role: 'Admin' } })).status).toBe(403);
  });

  it('keep what belongs to the person from the Admin', async () => {
    for (const body of [{ password: 'Taken@123' }, { email: 'taken@example.com' }, { name: 'Taken' }]) {
      expect((await admin.patch(`/api/users/${userId}`, { body })).status).toBe(422);
    }
  });

  it('are made by an Admin; roles and e-mails that cannot be are refused', async () => {
    const admin = await api().register();
    const user = { email: 'colleague@example.com', name: 'Colleague', role: 'User' };
    expect((await admin.post('/api/users', { body: user })).status).toBe(201);
    expect(await admin.post('/api/users', { body: user })).toMatchObject({
      status: 409,
      body: { error: { code: 'DUPLICATE', details: [{ field: 'email' }] } },
    });
    const emperor = await admin.post('/api/users', {
      body: { ...user, email: 'e@example.com', role: 'Emperor' },
    });
    expect(emperor).toMatchObject({ status: 422, body: { error: { details: [{ field: 'role' }] } } });
    expect((await admin.get('/api/users')).body).toMatchObject({ totalCount: 2 });
    const login = { email: user.email, password: 'Member@123' };
    expect((await api().post('/api/auth/login', { body: login })).status).toBe(401);
  });
});
