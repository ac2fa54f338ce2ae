import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient, RegisteredTenant } from '../support/api-client.js';
import { addMember } from '../support/team-of-members.js';
import { queryDatabase } from '../support/server-query.js';
import { withDatabase } from '../../src/platform/database/postgres-client.js';
import { useTestProduct } from '../support/use-test-product.js';

const PREFIX = 'tdryrun';

describe('a dry run', () => {
  const { product, api } = useTestProduct({ DATABASE_PREFIX: PREFIX });
  let admin: ApiClient & { readonly tenant: RegisteredTenant };
  let database: string;

  beforeAll(async () => {
    admin = await api().register();
    const name = `${PREFIX}_tenant_${admin.tenant.tenantId.replaceAll('-', '')}`;
    database = withDatabase(product().databaseUrl, name);
  });

  /** All that a write may leave behind. */
  const state = () =>
    queryDatabase(
      database,
      `SELECT (SELECT json_agg(leads ORDER BY id) FROM leads) AS leads,
        (SELECT count(*) FROM journal) AS journal, (SELECT count(*) FROM idempotency_keys) AS keys,
        (SELECT count(*) FROM webhook_endpoints) AS webhooks, (SELECT count(*) FROM roles) AS roles,
        (SELECT count(*) FROM audit_entries WHERE action <> 'permission.denied') AS audit`,
    );

  it('answers what each write would answer, and changes nothing', async () => {
    const made = await admin.post('/api/leads', { body: { lastName: 'Doe', externalId: 'dry-1' } });
    const gone = await admin.post('/api/leads', { body: { lastName: 'Gone' } });
    const path = `/api/leads/${String(made.body['id'])}`;
    await admin.delete(`/api/leads/${String(gone.body['id'])}`);
    const before = await state();
    const lead = { lastName: 'New' };
    const webhook = { url: 'https://example.com/hook', events: ['*'] };
    const cases: [string, string, unknown, number][] = [
      ['POST', '/api/leads', lead, 201],
      ['POST', '/api/leads', { lastName: 'New', externalId: 'dry-1' }, 409],
      ['POST', '/api/leads', { email: 'no' }, 422],
      ['PATCH', path, { score: 1 }, 200],
      ['PATCH', path, { score: 1, version: 9 }, 412],
      ['PUT', path, lead, 200],
      ['DELETE', path, undefined, 204],
      ['POST', `/api/leads/${String(gone.body['id'])}/restore`, {}, 200],
      ['POST', '/api/leads/bulk', { leads: [lead, lead] }, 200],
      ['POST', '/api/leads/bulk?atomic=true', { leads: [lead, 1] }, 422],
      ['PATCH', '/api/leads/bulk', { leads: [{ id: made.body['id'], score: 2 }] }, 200],
      [
        'PUT',
        '/api/leads/bulk',
        { leads: [{ externalId: 'dry-1', score: 2 }, { externalId: 'dry-2' }] },
        207,
      ],
      ['DELETE', '/api/leads/bulk', { ids: [made.body['id']] }, 200],
      ['POST', `${path}/assign`, { ownerId: admin.tenant.userId }, 200],
      ['POST', `${path}/convert`, {}, 200],
      ['POST', '/api/tags/apply', { resource: 'leads', ids: [made.body['id']], add: ['dry'] }, 200],
      ['POST', '/api/webhooks', webhook, 201],
      ['POST', '/api/roles', { name: 'Dry', permissions: ['leads:read'] }, 201],
    ];
    for (const [method, target, body, status] of cases) {
      const dry = `${target}${target.includes('?') ? '&' : '?'}dryRun=true`;
      const answer = await admin.request(method, dry, {
        ...(body !== undefined && { body }),
        headers: { 'idempotency-key': 'the-same-for-all' },
      });
      expect({ method, target, status: answer.status }).toEqual({ method, target, status });
      expect(answer.headers.get('dry-run')).toBe('true');
      if (answer.status === 204) expect(answer.body).toBeUndefined();
    }
    expect(await state()).toEqual(before);
    const shown = await admin.patch(`${path}?dryRun=true`, { body: { score: 7 } });
    expect(shown.body).toMatchObject({ score: 7, version: 2, lastName: 'Doe' });
    const real = await admin.patch(`${path}?dryRun=false`, { body: { score: 7 } });
    expect(real.body).toMatchObject({ score: 7, version: 2 });
    expect(real.headers.get('dry-run')).toBeNull();
  });

  it('is refused to who may not do the work', async () => {
    await admin.post('/api/roles', { body: { name: 'Reader', permissions: ['leads:read'] } });
    const reader = await addMember(admin, 'Reader');
    expect((await reader.post('/api/leads?dryRun=true', { body: { lastName: 'Doe' } })).status).toBe(403);
  });

  it('is not there for work that reaches beyond the tenant', async () => {
    const body = { name: 'Key', permissions: ['leads:read'] };
    for (const query of ['/api/api-keys?dryRun=true', '/api/users?dryRun=true', '/api/leads?dryRun=perhaps'])
      expect((await admin.post(query, { body })).status).toBe(400);
    const key = await admin.post('/api/api-keys', { body });
    const path = `/api/api-keys/${String(key.body['id'])}?dryRun=true`;
    expect((await admin.patch(path, { body: { name: 'Other' } })).status).toBe(400);
    expect((await admin.delete(path)).status).toBe(400);
  });
});
