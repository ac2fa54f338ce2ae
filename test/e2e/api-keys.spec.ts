import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiAnswer, ApiClient, RegisteredTenant } from '../support/api-client.js';
import { eventually } from '../support/eventually.js';
import { addMember } from '../support/team-of-members.js';
import { useTestProduct } from '../support/use-test-product.js';

interface Key {
  readonly id: string;
  readonly secret: string;
}

describe('API keys', () => {
  const { api } = useTestProduct({ TRUST_PROXY: '1' });
  let admin: ApiClient & { readonly tenant: RegisteredTenant };

  beforeAll(async () => {
    admin = await api().register();
  });

  async function make(permissions: readonly string[], more = {}): Promise<Key> {
    const answer = await admin.post('/api/api-keys', { body: { name: 'Key', permissions, ...more } });
    expect(answer).toMatchObject({ status: 201, body: { permissions } });
    return { id: String(answer.body['id']), secret: String(answer.body['secret']) };
  }

  const call = (secret: string, path = '/api/leads', from = '203.0.113.7'): Promise<ApiAnswer> =>
    api().get(path, { headers: { 'x-api-key': secret, 'x-forwarded-for': from } });

  it('work in both headers, do what their scopes say, and show their secret once', async () => {
    const { id, secret } = await make(['leads:read', 'leads:create']);
    expect(secret).toMatch(/^crm_[\w-]{43}$/);
    expect((await call(secret)).status).toBe(200);
    expect((await api().as(secret).get('/api/leads')).status).toBe(200);
    const created = await api()
      .as(secret)
      .post('/api/leads', { body: { lastName: 'By key' } });
    expect(created).toMatchObject({ status: 201, body: { createdBy: admin.tenant.userId } });
    const refused = await api()
      .as(secret)
      .delete(`/api/leads/${String(created.body['id'])}`);
    expect(refused).toMatchObject({ status: 403, body: { error: { code: 'PERMISSION_DENIED' } } });
    for (const path of ['/api/users', '/api/api-keys', '/api/auth/sessions'])
      expect((await call(secret, path)).status).toBe(403);
    expect((await call(secret, '/api/users/me')).body).toMatchObject({ id: admin.tenant.userId });
    const shown = await admin.get(`/api/api-keys/${id}`);
    expect(shown.body).toMatchObject({ prefix: secret.slice(0, 12) });
    expect(JSON.stringify(shown.body)).not.toContain(secret);
    for (const wrong of [`${secret}x`, 'crm_unknown', 'nonsense', 'x'.repeat(4_000)])
      expect(await call(wrong)).toMatchObject({ status: 401, body: { error: { code: 'INVALID_TOKEN' } } });
  });

  it('never exceed their user, nor their maker', async () => {
    const manager = await addMember(admin, 'Manager');
    const wide = await manager.post('/api/api-keys', { body: { name: 'Wide', permissions: ['leads:read'] } });
    expect(wide.status).toBe(403);
    const role = { name: 'Key maker', permissions: ['api-keys:*', 'leads:read', 'users:read'] };
    expect((await admin.post('/api/roles', { body: role })).status).toBe(201);
    const maker = await addMember(admin, 'Key maker');
    const attempt = (permissions: string[], more = {}) =>
      maker.post('/api/api-keys', { body: { name: 'Attempt', permissions, ...more } });
    expect((await attempt(['leads:delete'])).status).toBe(403);
    expect((await attempt(['*:*'])).status).toBe(403);
    expect((await attempt(['leads:read'], { userId: admin.tenant.userId })).status).toBe(403);
    const own = await attempt(['leads:read']);
    expect(own.status).toBe(201);
    const secret = String(own.body['secret']);
    expect((await call(secret)).status).toBe(200);
    // The role shrinks, and every key of its holders with it.
    await admin.patch(`/api/users/${maker.userId}`, { body: { role: 'Manager' } });
    await admin.patch(`/api/users/${maker.userId}`, { body: { active: false } });
    await eventually('the key dies with its user', async () => (await call(secret)).status === 401);
    // An Admin may revoke it, and may not take it over.
    const path = `/api/api-keys/${String(own.body['id'])}`;
    expect((await admin.post(`${path}/rotate`, { body: {} })).status).toBe(403);
    expect((await admin.delete(path)).status).toBe(204);
  });

  it('hide and protect fields beyond the role', async () => {
    const { secret } = await make(['leads:*'], {
      fieldRules: { leads: { phone: 'hidden', score: 'read-only' } },
    });
    const key = api().as(secret);
    const lead = await admin.post('/api/leads', {
      body: { lastName: 'Doe', phone: '+1 555 0100', score: 1 },
    });
    const path = `/api/leads/${String(lead.body['id'])}`;
    expect((await key.get(path)).body).not.toHaveProperty('phone');
    expect((await key.get(`/api/leads?search=${encodeURIComponent('555 0100')}`)).body).toMatchObject({
      totalCount: 0,
    });
    expect((await key.patch(path, { body: { score: 2 } })).status).toBe(403);
  });

  it('are refused from other addresses without a reason, which the audit log tells', async () => {
    const { id, secret } = await make(['leads:read'], {
      allowedAddresses: ['203.0.113.0/24', '2001:db8::1'],
    });
    expect((await call(secret)).status).toBe(200);
    const refused = await call(secret, '/api/leads', '198.51.100.1');
    expect(refused).toMatchObject({
      status: 403,
      body: { error: { code: 'PERMISSION_DENIED', message: 'You do not have permission to do this' } },
    });
    expect(JSON.stringify(refused.body)).not.toMatch(/address/i);
    const told = await eventually('the audit log tells', async () => {
      const { body } = await admin.get<{ items: Record<string, unknown>[] }>(
        `/api/audit-logs?action=api-key.refused&apiKeyId=${id}&limit=5`,
      );
      return body.items[0];
    });
    expect(told).toMatchObject({
      outcome: 'failure',
      address: '198.51.100.1',
      recordId: id,
      details: { reason: 'The address is not on the list of the key' },
    });
    const bad = await admin.patch(`/api/api-keys/${id}`, { body: { allowedAddresses: ['everywhere'] } });
    expect(bad).toMatchObject({
      status: 422,
      body: { error: { details: [{ field: 'allowedAddresses.0' }] } },
    });
  });

  it('rotate with an overlap, and at once without', async () => {
    const { id, secret } = await make(['leads:read']);
    const rotated = await admin.post(`/api/api-keys/${id}/rotate`, { body: { overlapHours: 1 } });
    const second = String(rotated.body['secret']);
    expect([(await call(secret)).status, (await call(second)).status]).toEqual([200, 200]);
    const third = String(
      (await admin.post(`/api/api-keys/${id}/rotate`, { body: { overlapHours: 0 } })).body['secret'],
    );
    await eventually('the old ones die', async () => (await call(second)).status === 401);
    expect([(await call(secret)).status, (await call(third)).status]).toEqual([401, 200]);
    expect((await admin.delete(`/api/api-keys/${id}`)).status).toBe(204);
    await eventually('the revoked one dies', async () => (await call(third)).status === 401);
    // It comes back without a secret.
    expect((await admin.post(`/api/api-keys/${id}/restore`)).status).toBe(200);
    expect((await call(third)).status).toBe(401);
    const fourth = String((await admin.post(`/api/api-keys/${id}/rotate`, { body: {} })).body['secret']);
    expect((await call(fourth)).status).toBe(200);
  });

  it('expire', async () => {
    const past = await admin.post('/api/api-keys', {
      body: { name: 'Past', permissions: ['leads:read'], expiresAt: '2020-01-01T00:00:00Z' },
    });
    expect(past).toMatchObject({ status: 422, body: { error: { details: [{ field: 'expiresAt' }] } } });
    const { id, secret } = await make(['leads:read']);
    const soon = new Date(Date.now() + 400).toISOString();
    expect((await admin.patch(`/api/api-keys/${id}`, { body: { expiresAt: soon } })).status).toBe(200);
    await eventually('it expires', async () => (await call(secret)).status === 401);
  });

  it('act for service users, who cannot log in', async () => {
    const created = await admin.post('/api/users', {
      body: { kind: 'service', name: 'Importer', role: 'User' },
    });
    expect(created).toMatchObject({ status: 201, body: { kind: 'service', role: 'User' } });
    const userId = String(created.body['id']);
    const { secret } = await make(['leads:read', 'leads:create', 'leads:delete'], { userId });
    const lead = await api()
      .as(secret)
      .post('/api/leads', { body: { lastName: 'Imported' } });
    expect(lead).toMatchObject({ status: 201, body: { createdBy: userId } });
    // The scope is there, the role of its user is not.
    expect(
      (
        await api()
          .as(secret)
          .delete(`/api/leads/${String(lead.body['id'])}`)
      ).status,
    ).toBe(403);
    for (const body of [
      { kind: 'service', name: 'X', role: 'User', password: 'Secret@123' },
      { kind: 'person', name: 'X', role: 'User' },
    ])
      expect((await admin.post('/api/users', { body })).status).toBe(422);
    expect((await admin.get('/api/users?kind=service')).body).toMatchObject({ totalCount: 1 });
  });

  it('tell when and how much they were used', async () => {
    const { id, secret } = await make(['leads:read']);
    for (let request = 0; request < 3; request += 1) await call(secret);
    const used = await eventually(
      'the use is written',
      async () => {
        const { body } = await admin.get(`/api/api-keys/${id}/usage`);
        return body['totalRequests'] === 3 && body;
      },
      { every: 250 },
    );
    expect(used).toMatchObject({
      lastUsedAddress: '203.0.113.7',
      days: [{ day: new Date().toISOString().slice(0, 10), requests: 3 }],
    });
  });

  it('are nobody else’s: another tenant’s Admin finds none', async () => {
    const { id } = await make(['leads:read']);
    const other = await api().register();
    for (const answer of [
      await other.get(`/api/api-keys/${id}`),
      await other.post(`/api/api-keys/${id}/rotate`, { body: {} }),
      await other.delete(`/api/api-keys/${id}`),
      await other.get(`/api/api-keys/${id}/usage`),
    ])
      expect(answer.status).toBe(404);
  });
});
