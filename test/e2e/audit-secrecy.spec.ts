import { beforeAll, describe, expect, it } from '@jest/globals';
import { ClusterDirectory } from '../../src/platform/database/cluster-directory.js';
import { TenantDirectory } from '../../src/platform/context/tenant-directory.js';
import { eventually } from '../support/eventually.js';
import { queryDatabase } from '../support/server-query.js';
import { useTestProduct } from '../support/use-test-product.js';

const OPERATOR_TOKEN = 'canary-operator-0123456789-abcdefghijk';
const ENTRIES = 'SELECT * FROM audit_entries ORDER BY seq';
const MEMBERS = `SELECT *, type AS action FROM journal WHERE resource = 'user'`;

describe('the rows of the audit logs', () => {
  const { product, api } = useTestProduct({ OPERATOR_TOKEN });
  const secrets: string[] = [OPERATOR_TOKEN];
  let rows: readonly Record<string, unknown>[];

  beforeAll(async () => {
    const email = 'person@example.com';
    const password = 'canary-password-1';
    const registered = await api().post<Record<string, string>>('/api/auth/register', {
      body: { email, password, tenantName: 'Tenant' },
    });
    const { token = '', refreshToken = '', tenantId = '' } = registered.body;
    const admin = api().as(token);
    const login = (body: Record<string, string>) => api().post('/api/auth/login', { body });
    await login({ email, password });
    await login({ email, password: 'canary-password-2' });
    await login({ email: 'nobody@example.com', password: 'canary-password-3' });
    await login({ username: 'canary-password-in-the-wrong-field', password: 'canary-password-4' });
    for (let time = 0; time < 2; time += 1) {
      await api().post('/api/auth/refresh', { body: { refreshToken: 'canary-refresh' } });
    }
    await api().as('canary-token').get('/api/leads');
    await admin.get('/api/leads', { headers: { 'x-api-key': 'canary-key', cookie: 'a=canary-cookie' } });
    const change = (currentPassword: string, newPassword: string) =>
      admin.post('/api/auth/change-password', { body: { currentPassword, newPassword } });
    await change('canary-password-5', 'canary-password-6');
    await change(password, 'canary-password-7');
    const user = { email: 'other@example.com', name: 'Other', role: 'User', password: 'canary-password-8' };
    await admin.post('/api/users', { body: user });
    const webhook = await admin.post<Record<string, string>>('/api/webhooks', {
      body: { url: 'https://example.com/hook', events: ['*'], enabled: false },
    });
    await admin.get('/api/webhooks?description=canary-filter');
    await admin.get('/api/audit-logs/export?address=canary-filter');
    const opened = await login({ email, password: 'canary-password-7' });
    secrets.push(token, refreshToken, webhook.body['secret'] ?? '');
    secrets.push(String(opened.body['token']), String(opened.body['refreshToken']));

    const tenant = await product().app.get(TenantDirectory).find(tenantId);
    const url = product()
      .app.get(ClusterDirectory)
      .directUrl('primary', tenant?.database ?? '');
    rows = await eventually('all of it', async () => {
      const told = [
        ...(await queryDatabase(url, ENTRIES)),
        ...(await queryDatabase(url, MEMBERS)),
        ...(await queryDatabase(product().databaseUrl, ENTRIES)),
      ];
      return told.filter(({ action }) => action === 'session.refused').length === 3 && told;
    });
  });

  it('are there', () => {
    const actions = new Set(rows.map(({ action }) => action));
    for (const action of [
      'session.opened',
      'session.refused',
      'password.changed',
      'password.refused',
      'user.created',
    ]) {
      expect(actions).toContain(action);
    }
    for (const action of ['webhook.secret-shown', 'webhook.read', 'audit-log.exported', 'session.revoked']) {
      expect(actions).toContain(action);
    }
  });

  it('hold no password, token or secret, and no value of a filter', () => {
    const text = JSON.stringify(rows);
    expect(text).toContain('nobody@example.com');
    expect(text).not.toMatch(/canary/i);
    expect(secrets.every((secret) => secret.length > 20)).toBe(true);
    for (const secret of secrets) expect(text).not.toContain(secret);
  });
});
