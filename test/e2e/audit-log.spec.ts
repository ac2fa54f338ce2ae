import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ApiClient, RegisteredTenant } from '../support/api-client.js';
import { auditItem, auditItems, type AuditPage } from '../support/audit-reader.js';
import { eventually } from '../support/eventually.js';
import { useTestProduct } from '../support/use-test-product.js';

const OPERATOR_TOKEN = 'operator-0123456789-abcdefghijklmnopqrstuvwxyz';

describe('the audit log', () => {
  const { api } = useTestProduct({ OPERATOR_TOKEN });
  let admin: ApiClient & { readonly tenant: RegisteredTenant };

  beforeEach(async () => {
    admin = await api().register();
  });

  const login = (body: Record<string, unknown>) =>
    api().post<{ token: string; refreshToken: string }>('/api/auth/login', { body });
  const ownLogin = () => login({ email: admin.tenant.email, password: admin.tenant.password });

  async function newUser(role = 'User'): Promise<{ id: string; caller: ApiClient }> {
    const email = `user-of-${admin.tenant.email}`;
    const body = { email, name: 'Colleague', role, password: 'Member@123' };
    const created = await admin.post('/api/users', { body });
    const { token } = (await login({ email, password: 'Member@123' })).body;
    return { id: String(created.body['id']), caller: api().as(token) };
  }

  it('tells of a changed lead who did it, how and from where, and each field before and after', async () => {
    const created = await admin.post('/api/leads', { body: { lastName: 'Doe', score: 10 } });
    const id = String(created.body['id']);
    const updated = await admin.patch(`/api/leads/${id}`, { body: { status: 'Qualified', score: 20 } });
    await admin.delete(`/api/leads/${id}`);

    const { id: sessionId } = (await admin.get('/api/auth/me')).body;
    const [deleted, changed, made] = await auditItems(admin, `&resource=lead&recordId=${id}`);
    expect(deleted).toMatchObject({ action: 'lead.deleted', changes: null });
    expect(changed).toMatchObject({
      action: 'lead.updated',
      outcome: 'success',
      actor: { kind: 'user', id: admin.tenant.userId, name: admin.tenant.email },
      sessionId,
      apiKeyId: null,
      address: '127.0.0.1',
      requestId: updated.headers.get('x-request-id'),
      resource: 'lead',
      recordId: id,
      changes: { status: { old: 'New', new: 'Qualified' }, score: { old: 10, new: 20 } },
    });
    expect(made).toMatchObject({ action: 'lead.created', changes: { lastName: { old: null, new: 'Doe' } } });
    expect(Object.keys(made?.changes ?? {})).not.toContain('email');
    const single = await admin.get(`/api/audit-logs/${changed?.id}`);
    expect(single).toMatchObject({ status: 200, body: { ...changed } });
  });

  it('tells of logins, refused ones and logouts, with their session', async () => {
    const { body } = await ownLogin();
    const caller = api().as(body.token);
    const { id: sessionId } = (await caller.get('/api/auth/me')).body;
    const who = { kind: 'user', id: admin.tenant.userId };
    expect(await auditItem(admin, 'session.opened')).toMatchObject({
      actor: who,
      sessionId,
      recordId: sessionId,
    });

    const wrong = await login({ email: admin.tenant.email, password: 'Guessed@123' });
    expect(await auditItem(admin, 'session.refused')).toMatchObject({
      outcome: 'failure',
      actor: { kind: 'anonymous', id: null },
      recordId: admin.tenant.userId,
      requestId: wrong.headers.get('x-request-id'),
      address: '127.0.0.1',
      details: { reason: 'wrong-password' },
    });

    await caller.post('/api/auth/logout');
    expect(await auditItem(admin, 'session.closed')).toMatchObject({
      actor: who,
      sessionId,
      recordId: sessionId,
    });
    await eventually('the token is refused', async () => (await caller.get('/api/leads')).status === 401);
    expect(await auditItem(admin, 'token.refused')).toMatchObject({
      outcome: 'failure',
      actor: who,
      sessionId,
    });
  });

  it('tells of a refresh token that is used twice', async () => {
    const { refreshToken } = (await ownLogin()).body;
    const refresh = () => api().post('/api/auth/refresh', { body: { refreshToken } });
    expect([(await refresh()).status, (await refresh()).status]).toEqual([200, 401]);
    expect(await auditItem(admin, 'refresh-token.reused')).toMatchObject({
      outcome: 'failure',
      actor: { id: admin.tenant.userId },
      resource: 'session',
    });
  });

  it('tells of revoked sessions and passwords that were changed, or not', async () => {
    await ownLogin();
    const change = (currentPassword: string) =>
      admin.post('/api/auth/change-password', { body: { currentPassword, newPassword: 'Changed@123' } });
    await change('Wrong@123');
    expect(await auditItem(admin, 'password.refused')).toMatchObject({ outcome: 'failure' });
    expect(await auditItems(admin, '&action=password.changed')).toEqual([]);
    await change(admin.tenant.password);
    const subject = { resource: 'user', recordId: admin.tenant.userId };
    expect(await auditItem(admin, 'password.changed')).toMatchObject({ outcome: 'success', ...subject });
    expect(await auditItem(admin, 'session.revoked')).toMatchObject({
      details: { reason: 'password-changed' },
    });
  });

  it('tells of users who are added and changed, and not of a change that was refused', async () => {
    const { id } = await newUser();
    const made = await auditItem(admin, 'user.created', `&recordId=${id}`);
    expect(made.changes).toMatchObject({ role: { old: null, new: 'User' } });
    await admin.patch(`/api/users/${id}`, { body: { role: 'Manager' } });
    const changed = await auditItem(admin, 'user.role-changed');
    expect(changed.changes).toEqual({ role: { old: 'User', new: 'Manager' } });

    const own = `/api/users/${admin.tenant.userId}`;
    expect((await admin.patch(own, { body: { role: 'User' } })).status).toBe(409);
    expect(await auditItems(admin, `&action=user.role-changed&recordId=${admin.tenant.userId}`)).toEqual([]);
  });

  it('tells of refused permissions once a minute, however often they are asked for', async () => {
    const { id, caller } = await newUser();
    for (let time = 0; time < 5; time += 1) expect((await caller.get('/api/webhooks')).status).toBe(403);
    const refused = await auditItems(admin, `&action=permission.denied&actorId=${id}`);
    expect(refused).toMatchObject([{ outcome: 'failure', details: { permission: 'webhooks:read' } }]);
  });

  it('tells of a secret that was shown, and of reads of what is sensitive', async () => {
    const body = { url: 'https://example.com/hook', events: ['*'], enabled: false };
    const created = await admin.post('/api/webhooks', { body });
    const id = String(created.body['id']);
    expect(await auditItem(admin, 'webhook.secret-shown')).toMatchObject({
      recordId: id,
      resource: 'webhook',
    });
    expect(await auditItems(admin, '&action=webhook.read')).toEqual([]);
    await admin.get(`/api/webhooks/${id}`);
    expect(await auditItem(admin, 'webhook.read')).toMatchObject({
      recordId: id,
      details: { count: 1, ids: [id] },
    });
    await admin.get('/api/webhooks');
    expect((await auditItems(admin, '&action=webhook.read'))[0]).toMatchObject({
      recordId: null,
      details: { ids: [id] },
    });
    await admin.post('/api/leads', { body: { lastName: 'Doe' } });
    await admin.get('/api/leads');
    expect(await auditItems(admin, '&action=lead.read')).toEqual([]);
  });

  it('is filtered by who, what, when and whence', async () => {
    const lead = await admin.post('/api/leads', { body: { lastName: 'Doe' } });
    const requestId = lead.headers.get('x-request-id') ?? '';
    const count = async (query: string) => (await auditItems(admin, query)).length;
    const [entry] = await auditItems(admin, `&requestId=${requestId}`);
    expect(entry?.action).toBe('lead.created');
    expect(await count('&action=lead.*')).toBe(1);
    expect(await count('&action=lead.created,lead.updated')).toBe(0);
    expect(await count('&action[in]=lead.created,lead.updated')).toBe(1);
    expect(await count('&outcome=failure')).toBe(0);
    expect(await count('&resource=session')).toBe(1);
    expect(await count(`&actorId=${admin.tenant.userId}`)).toBe(2);
    expect(await count(`&actorId=${entry?.id}`)).toBe(0);
    expect(await count(`&sessionId=${entry?.sessionId}&address=127.0.0.1`)).toBe(2);
    expect(await count(`&apiKeyId=${entry?.id}`)).toBe(0);
    expect(await count('&apiKeyId[isNull]=true')).toBe(2);
    const at = entry?.occurredAt ?? '';
    expect(await count(`&occurredAt[gte]=${at}`)).toBe(1);
    expect(await count(`&createdAt[lt]=${at}`)).toBe(1);
    expect(await count(`&occurredAt[between]=${at},${at}`)).toBe(1);
    expect(await count('&occurredAt[gte]=2020-01-01')).toBe(2);
    expect(await count('&occurredAt[lt]=2020-01-01')).toBe(0);
  });

  it('is read page by page, and what is new meanwhile moves nothing', async () => {
    const make = (lastName: string) => admin.post('/api/leads', { body: { lastName } });
    for (let index = 0; index < 5; index += 1) await make(`Lead ${index}`);
    const all = await auditItems(admin);
    expect(all).toHaveLength(6);
    const found: string[] = [];
    let cursor = '';
    for (let page = 0; page < 3; page += 1) {
      const { body } = await admin.get<AuditPage>(`/api/audit-logs?limit=2${cursor}`);
      found.push(...body.items.map(({ id }) => id));
      expect(body.hasNextPage).toBe(page < 2);
      cursor = `&cursor=${body.nextCursor}`;
      await make(`New ${page}`);
    }
    expect(found).toEqual(all.map(({ id }) => id));
  });

  it('refuses what it does not know, and a cursor of another query', async () => {
    for (const query of [
      'page=1',
      'sortBy=action',
      'search=doe',
      'leadName=Doe',
      'actorId=me',
      'limit=201',
      'occurredAt[gte]=soon',
      'changes=Doe',
    ]) {
      const answer = await admin.get(`/api/audit-logs?${query}`);
      expect({ query, status: answer.status }).toEqual({ query, status: 400 });
    }
    await admin.post('/api/leads', { body: { lastName: 'Doe' } });
    const { nextCursor } = (await admin.get<AuditPage>('/api/audit-logs?limit=1')).body;
    expect((await admin.get(`/api/audit-logs?cursor=${nextCursor}`)).status).toBe(200);
    for (const query of [`outcome=success&cursor=${nextCursor}`, 'cursor=made-up']) {
      expect((await admin.get(`/api/audit-logs?${query}`)).status).toBe(400);
    }
    const stranger = await api().register();
    expect((await stranger.get(`/api/audit-logs?cursor=${nextCursor}`)).status).toBe(400);
  });

  it("does not hold another tenant's entries, and is not for every role", async () => {
    const stranger = await api().register();
    await stranger.post('/api/leads', { body: { lastName: 'Doe' } });
    const [foreign] = await auditItems(stranger, '&action=lead.created');
    expect((await admin.get(`/api/audit-logs/${foreign?.id}`)).status).toBe(404);
    expect((await auditItems(admin)).map(({ action }) => action)).toEqual(['session.opened']);
    const { caller } = await newUser('Manager');
    expect((await caller.get('/api/audit-logs')).status).toBe(403);
    expect((await caller.get('/api/audit-logs/export')).status).toBe(403);
  });

  it('keeps what belongs to no tenant for the operator', async () => {
    const operator = api().as(OPERATOR_TOKEN);
    const account = `nobody-of-${admin.tenant.email}`;
    const refused = await login({ email: account, password: 'Guessed@123' });
    await login({ username: `typed-${admin.tenant.tenantId}`, password: 'Guessed@123' });
    const list = (query = '') => operator.get<AuditPage>(`/admin/audit-logs?limit=100${query}`);
    const requestId = refused.headers.get('x-request-id');
    const entry = await eventually('the refused login', async () =>
      (await list('&action=session.refused')).body.items.find((item) => item.requestId === requestId),
    );
    expect(entry).toMatchObject({ tenantId: null, details: { account, reason: 'unknown-account' } });
    expect(JSON.stringify((await list()).body)).not.toContain('typed-');
    expect((await list('&occurredAt[lt]=2020-01-01')).body.items).toEqual([]);
    expect((await list('&page=1')).status).toBe(400);
    for (const caller of [api(), admin]) expect((await caller.get('/admin/audit-logs')).status).toBe(401);
  });
});
