import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiAnswer, ApiClient, RegisteredTenant } from '../support/api-client.js';
import { addMember } from '../support/team-of-members.js';
import { useTestProduct } from '../support/use-test-product.js';

const NOBODY = '01a1fd8a-e7f1-768b-bc9c-4736db6577a0';

describe('values of custom fields', () => {
  const { api } = useTestProduct();
  let admin: ApiClient & { readonly tenant: RegisteredTenant };

  beforeAll(async () => {
    admin = await api().register();
    const options = ['gold', 'silver'].map((value) => ({ value, label: value.toUpperCase() }));
    for (const field of [
      { key: 'tier', type: 'select', options },
      { key: 'seats', type: 'number' },
      { key: 'buddy', type: 'reference', referenceTo: 'users' },
      { key: 'parent', type: 'reference', referenceTo: 'leads' },
    ]) {
      await define(field);
    }
  });

  async function define(field: Record<string, unknown>): Promise<string> {
    const body = { resource: 'leads', label: 'A field', ...field };
    const answer = await admin.post('/api/custom-fields', { body });
    expect(answer.status).toBe(201);
    return String(answer.body['id']);
  }

  async function lead(customFields: Record<string, unknown> = {}): Promise<string> {
    const answer = await admin.post('/api/leads', { body: { lastName: 'Doe', customFields } });
    expect(answer.status).toBe(201);
    return `/api/leads/${String(answer.body['id'])}`;
  }

  const patch = (path: string, customFields: Record<string, unknown>, headers = {}): Promise<ApiAnswer> =>
    admin.patch(path, { body: { customFields }, headers });

  it('are merged by PATCH, removed by null and replaced by PUT', async () => {
    const path = await lead({ tier: 'gold', seats: 5 });
    expect((await patch(path, { seats: 6 })).body).toMatchObject({
      customFields: { tier: 'gold', seats: 6 },
      version: 2,
    });
    expect((await patch(path, { tier: null })).body['customFields']).toEqual({ seats: 6 });
    const same = await patch(path, { tier: null, seats: 6 });
    expect(same.body).toMatchObject({ customFields: { seats: 6 }, version: 3 });
    const replaced = await admin.put(path, { body: { lastName: 'Doe', customFields: { tier: 'silver' } } });
    expect(replaced.body['customFields']).toEqual({ tier: 'silver' });
    const { body } = await admin.get(path);
    expect((await admin.put(path, { body })).body['version']).toBe(body['version']);
  });

  it.each([
    [{ tier: 'bronze' }, 'customFields.tier must be one of gold, silver'],
    [{ seats: '5' }, 'customFields.seats must be a number'],
    [{ seats: { a: 1 } }, 'customFields.seats must be a number'],
    [{ shoe: 43 }, 'customFields.shoe is no custom field of leads'],
    [{ buddy: NOBODY }, 'customFields.buddy does not exist'],
    [{ parent: NOBODY }, 'customFields.parent does not exist'],
  ])('are refused, and nothing is changed: %j', async (customFields, message) => {
    const path = await lead({ tier: 'gold' });
    expect(await patch(path, customFields)).toMatchObject({ status: 422, body: { error: { message } } });
    expect((await admin.get(path)).body).toMatchObject({ customFields: { tier: 'gold' }, version: 1 });
  });

  it('refer to users and records, those within reach', async () => {
    const own = await lead({ buddy: admin.tenant.userId });
    const id = own.split('/').at(-1);
    expect((await patch(own, { parent: id })).status).toBe(200);
    const body = { name: 'Narrow', permissions: ['leads:read:own', 'leads:create', 'leads:update'] };
    await admin.post('/api/roles', { body });
    const client = await addMember(admin, 'Narrow');
    const refused = await client.post('/api/leads', {
      body: { lastName: 'X', customFields: { parent: id } },
    });
    expect(refused).toMatchObject({
      status: 422,
      body: { error: { message: 'customFields.parent does not exist' } },
    });
  });

  it('are told one by one in 412 and in the audit log', async () => {
    const path = await lead({ tier: 'gold', seats: 1 });
    await patch(path, { seats: 2 });
    const stale = await patch(path, { tier: 'silver' }, { 'if-match': '"1"' });
    expect(stale).toMatchObject({ status: 412 });
    expect(stale.body).toMatchObject({
      error: {
        details: [
          { field: 'customFields.seats', base: 1, theirs: 2, mine: 2 },
          { field: 'customFields.tier', base: 'gold', theirs: 'gold', mine: 'silver' },
        ],
      },
    });
    const log = await admin.get<{ items: Record<string, unknown>[] }>(
      `/api/audit-logs?limit=1&action=lead.updated`,
    );
    expect(log.body.items[0]).toMatchObject({ changes: { 'customFields.seats': { old: 1, new: 2 } } });
  });

  it('stay when their field is deleted, refuse writes meanwhile, and come back with it', async () => {
    const id = await define({ key: 'legacy', type: 'text' });
    const path = await lead({ legacy: 'x', seats: 1 });
    const { body: whole, headers } = await admin.get(path);
    expect((await admin.delete(`/api/custom-fields/${id}`)).status).toBe(204);
    for (const legacy of ['y', 'x', null])
      expect(await patch(path, { legacy })).toMatchObject({
        status: 422,
        body: { error: { message: 'customFields.legacy is no custom field of leads' } },
      });
    expect((await admin.put(path, { body: whole })).status).toBe(422);
    const read = await admin.get(path, { headers: { 'if-none-match': String(headers.get('etag')) } });
    expect(read).toMatchObject({ status: 200, body: { customFields: { seats: 1 } } });
    const list = await admin.get<{ items: { customFields: Record<string, unknown> }[] }>(
      '/api/leads?limit=200',
    );
    expect(list.body.items.every(({ customFields }) => !('legacy' in customFields))).toBe(true);
    for (const query of ['customFields.legacy=x', 'sortBy=customFields.legacy'])
      expect((await admin.get(`/api/leads?${query}`)).status).toBe(400);
    const log = await admin.get(`/api/audit-logs?resource=lead&recordId=${String(whole['id'])}`);
    expect(log.status).toBe(200);
    expect(JSON.stringify(log.body)).not.toContain('customFields.legacy');
    const kept = await admin.put(path, { body: { lastName: 'Doe', customFields: { seats: 2 } } });
    expect(kept.body['customFields']).toEqual({ seats: 2 });
    const again = await admin.post('/api/custom-fields', {
      body: { resource: 'leads', key: 'legacy', label: 'Again', type: 'number' },
    });
    expect(again).toMatchObject({ status: 409, body: { error: { code: 'DUPLICATE' } } });
    expect((await admin.post(`/api/custom-fields/${id}/restore`)).status).toBe(200);
    expect((await admin.get(path)).body['customFields']).toEqual({ legacy: 'x', seats: 2 });
    expect((await patch(path, { legacy: 'y' })).body['customFields']).toMatchObject({ legacy: 'y' });
  });

  it('are hidden with customFields: from records, documents and demands', async () => {
    const required = await define({ key: 'secretKey', type: 'text', required: true });
    const body = { name: 'Blind', permissions: ['*:*'], fieldRules: { leads: { customFields: 'hidden' } } };
    await admin.post('/api/roles', { body });
    const client = await addMember(admin, 'Blind');
    const made = await client.post('/api/leads', { body: { lastName: 'X' } });
    expect(made.status).toBe(201);
    expect(made.body).not.toHaveProperty('customFields');
    const named = { lastName: 'X', customFields: { secretKey: 'x' } };
    expect((await client.post('/api/leads', { body: named })).status).toBe(403);
    expect(await admin.post('/api/leads', { body: { lastName: 'X' } })).toMatchObject({
      status: 422,
      body: { error: { message: 'customFields.secretKey is required' } },
    });
    expect(JSON.stringify((await client.get('/api/openapi.json')).body)).not.toContain('secretKey');
    await admin.delete(`/api/custom-fields/${required}`);
  });

  it("are in the tenant's own OpenAPI document, whose ETag changes with them", async () => {
    interface Schemas {
      components: { schemas: Record<string, { properties: { customFields: { properties?: unknown } } }> };
    }
    const before = await admin.get<Schemas>('/api/openapi.json');
    const tier = { title: 'A field', type: 'string', enum: ['gold', 'silver', null], nullable: true };
    expect(before.body.components.schemas['CreateLeadDto']?.properties.customFields.properties).toMatchObject(
      { tier },
    );
    const etag = before.headers.get('etag') ?? '';
    expect((await admin.get('/api/openapi.json', { headers: { 'if-none-match': etag } })).status).toBe(304);
    await define({ key: 'newcomer', type: 'date' });
    const after = await admin.get('/api/openapi.json', { headers: { 'if-none-match': etag } });
    expect(JSON.stringify(after.body)).toContain('newcomer');
    expect(JSON.stringify((await api().get('/api/openapi.json')).body)).not.toContain('newcomer');
  });

  it.each([
    [{ resource: 'webhooks' }, expect.stringContaining('resource must be one of companies, deals, leads')],
    [{ key: 'a-b' }, 'key must be a name in camelCase such as accountTier, of at most 40 letters and digits'],
    [{ key: 'constructor' }, undefined],
    [{ type: 'select' }, 'options must name at least one'],
    [{ type: 'reference' }, 'referenceTo is required for a reference'],
    [{ type: 'boolean', unique: true }, 'unique is not for fields of type boolean'],
  ])('are of well-defined fields: %j is refused', async (fault, message) => {
    const body = { resource: 'leads', key: 'fine', label: 'Fine', type: 'text', ...fault };
    const answer = await admin.post('/api/custom-fields', { body });
    expect(answer).toMatchObject({ status: 422, ...(message && { body: { error: { message } } }) });
  });

  it('keep the type that they were made with', async () => {
    const id = await define({ key: 'fixed', type: 'text' });
    for (const change of [{ key: 'other' }, { type: 'number' }, { resource: 'contacts' }]) {
      const [field = ''] = Object.keys(change);
      const answer = await admin.patch(`/api/custom-fields/${id}`, { body: change });
      expect(answer).toMatchObject({ status: 422, body: { error: { details: [{ field }] } } });
    }
  });
});
