import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../support/api-client.js';
import { eventually } from '../support/eventually.js';
import { addMember, type Member } from '../support/team-of-members.js';
import { useTestProduct } from '../support/use-test-product.js';

const CANARY = 'canary51e7d0';

describe('rules about one custom field', () => {
  const { api } = useTestProduct({ ERASURE_GRACE_MS: '0' });
  let admin: ApiClient;
  let member: Member;
  let companyId: string;

  const define = (resource: string, key: string, more = {}) =>
    made('/api/custom-fields', { resource, key, label: key, type: 'text', ...more });

  async function made(path: string, body: unknown): Promise<string> {
    const answer = await admin.post(path, { body });
    expect(answer).toMatchObject({ status: 201 });
    return String(answer.body['id']);
  }

  function role(name: string, rules: Record<string, unknown>): Record<string, unknown> {
    return { name, permissions: ['*:*'], fieldRules: { companies: rules } };
  }

  beforeAll(async () => {
    admin = await api().register();
    await define('companies', 'secret');
    await define('companies', 'grade');
    const rules = { 'customFields.secret': 'hidden', 'customFields.grade': 'read-only' };
    await made('/api/roles', role('Ruled', rules));
    member = await addMember(admin, 'Ruled');
    const customFields = { secret: CANARY, grade: 'B' };
    companyId = await made('/api/companies', { name: 'Acme', customFields });
    await made('/api/leads', { lastName: 'Doe', companyId });
  });

  it('are in the catalogue, and must be about fields that exist', async () => {
    const { body } = await admin.get<{ resources: { name: string; fields: string[] }[] }>(
      '/api/roles/catalogue',
    );
    const fields = body.resources.find(({ name }) => name === 'companies')?.fields;
    expect(fields).toEqual(expect.arrayContaining(['customFields', 'customFields.secret']));
    const wrong = await admin.post('/api/roles', { body: role('Wrong', { 'customFields.nope': 'hidden' }) });
    expect(wrong).toMatchObject({
      status: 422,
      body: { error: { details: [{ field: 'fieldRules.companies.customFields.nope' }] } },
    });
  });

  it('hold through relations: in what is embedded, filtered and saved as a view', async () => {
    const list = await member.get<{ items: unknown[] }>('/api/leads?expand=linkedCompany');
    expect(list.body.items).toMatchObject([{ linkedCompany: { customFields: { grade: 'B' } } }]);
    expect(JSON.stringify(list.body)).not.toContain(CANARY);
    const path = `linkedCompany.customFields.secret=${CANARY}`;
    expect((await admin.get(`/api/leads?${path}`)).body).toMatchObject({ totalCount: 1 });
    expect((await member.get(`/api/leads?${path}`)).status).toBe(400);
    for (const [resource, field] of [
      ['companies', 'customFields.secret'],
      ['leads', 'linkedCompany.customFields.secret'],
    ] as const) {
      const filter = { field, operator: 'eq', value: CANARY };
      const body = { resource, name: `View of ${resource}`, visibility: 'everyone', filter };
      const view = await made('/api/views', body);
      expect((await member.get(`/api/views/${view}`)).body).toMatchObject({ filter: null });
      expect((await member.get(`/api/${resource}?view=${view}`)).status).toBe(400);
      expect((await admin.get(`/api/${resource}?view=${view}`)).body).toMatchObject({ totalCount: 1 });
    }
  });

  it('hold in the audit log', async () => {
    await admin.patch(`/api/companies/${companyId}`, {
      body: { customFields: { secret: `${CANARY}-2`, grade: 'A' } },
    });
    const log = await member.get('/api/audit-logs?resource=company');
    expect(JSON.stringify(log.body)).toContain('customFields.grade');
    expect(JSON.stringify(log.body)).not.toContain(CANARY);
  });

  it('spare who may not give a required value, and nobody else', async () => {
    const field = await define('companies', 'needed', { required: true });
    await made('/api/roles', role('Spared', { 'customFields.needed': 'read-only' }));
    const spared = await addMember(admin, 'Spared');
    expect((await spared.post('/api/companies', { body: { name: 'Without' } })).status).toBe(201);
    expect(await member.post('/api/companies', { body: { name: 'Without' } })).toMatchObject({
      status: 422,
      body: { error: { details: [{ field: 'customFields.needed', message: 'is required' }] } },
    });
    await admin.patch(`/api/custom-fields/${field}`, { body: { required: false } });
  });

  it('may not be granted by whom they bind, except under a wider rule', async () => {
    const refused = await member.post('/api/roles', {
      body: role('Escape', { 'customFields.grade': 'read-only' }),
    });
    expect(refused).toMatchObject({ status: 403 });
    expect(JSON.stringify(refused.body)).toContain('companies.customFields.secret is hidden');
    const wider = await member.post('/api/roles', { body: role('Wider', { customFields: 'hidden' }) });
    expect(wider.status).toBe(201);
  });

  it('outlive their field, so that a role can still be changed', async () => {
    const field = await define('companies', 'fleeting');
    const id = await made('/api/roles', role('Bound', { 'customFields.fleeting': 'hidden' }));
    await admin.delete(`/api/custom-fields/${field}?permanent=true`);
    await eventually('the field is gone', async () => {
      const { body } = await admin.get<{ resources: { name: string; fields: string[] }[] }>(
        '/api/roles/catalogue',
      );
      return !JSON.stringify(body).includes('fleeting');
    });
    const patched = await admin.patch(`/api/roles/${id}`, { body: { description: 'Still here' } });
    expect(patched).toMatchObject({ status: 200, body: { description: 'Still here' } });
  });
});
