import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../support/api-client.js';
import { useTestProduct } from '../support/use-test-product.js';

describe('a contact', () => {
  const { api } = useTestProduct();
  let admin: ApiClient;

  beforeAll(async () => {
    admin = await api().register();
  });

  it('is made of what is known, in the forms of the API', async () => {
    const body = {
      firstName: 'Alice',
      lastName: 'Morgan',
      email: 'ALICE@example.com',
      birthday: '1984-02-29',
    };
    const made = await admin.post('/api/contacts', { body });
    expect(made.status).toBe(201);
    const path = `/api/contacts/${String(made.body['id'])}`;
    expect((await admin.get(path)).body).toMatchObject({
      ...body,
      email: 'alice@example.com',
      status: 'new',
      lifecycleStage: 'lead',
      doNotContact: false,
      companyIds: [],
      version: 1,
    });
    const found = await admin.get<{ items: unknown[] }>(
      '/api/contacts?birthday[lt]=1985-01-01&sortBy=birthday&limit=1',
    );
    expect(found.body.items).toHaveLength(1);
  });

  it('needs something to know it by', async () => {
    for (const body of [{}, { jobTitle: 'Director' }, { firstName: '', email: null }]) {
      expect(await admin.post('/api/contacts', { body })).toMatchObject({
        status: 422,
        body: { error: { code: 'VALIDATION_ERROR', details: [{ field: 'lastName' }] } },
      });
    }
  });

  it('goes through lifecycle stages, also back, and its history shows who moved it when', async () => {
    const made = await admin.post('/api/contacts', {
      body: { lastName: 'Morgan', lifecycleStage: 'customer' },
    });
    const path = `/api/contacts/${String(made.body['id'])}`;
    await admin.patch(path, { body: { lifecycleStage: 'lead' } });
    await admin.patch(path, { body: { lifecycleStage: 'lead', lastName: 'Moor' } });
    await admin.patch(path, { body: { lifecycleStage: 'evangelist' } });
    expect((await admin.get(`${path}/lifecycle-history?pageSize=2`)).body).toMatchObject({
      totalCount: 3,
      items: [
        { from: 'lead', to: 'evangelist', by: made.body['createdBy'] },
        { from: 'customer', to: 'lead' },
      ],
    });
    const first = await admin.get(`${path}/lifecycle-history?page=3&pageSize=1`);
    expect(first.body).toMatchObject({ items: [{ from: null, to: 'customer', at: made.body['createdAt'] }] });
    for (const stage of ['boss', null, 1])
      expect((await admin.patch(path, { body: { lifecycleStage: stage } })).status).toBe(422);
  });

  it.each([
    ['birthday', '1985-02-29'],
    ['email', 'alice@'],
    ['status', 'New'],
    ['temperature', 'tepid'],
    ['preferredLanguage', 'de_de'],
    ['timeZone', 'Mars/Olympus'],
    ['doNotContact', 'no'],
    ['doNotContact', null],
    ['linkedInUrl', 'linkedin.com/in/alice'],
    ['companyIds', []],
    ['consentedTo', ['sms']],
    ['primaryCompanyId', '0190b2a0-0000-7000-8000-000000000000'],
  ])('is refused for its %s: %j', async (field, value) => {
    expect(await admin.post('/api/contacts', { body: { lastName: 'Bad', [field]: value } })).toMatchObject({
      status: 422,
      body: { error: { code: 'VALIDATION_ERROR', details: [{ field }] } },
    });
    expect((await admin.get('/api/contacts?lastName=Bad')).body).toMatchObject({ totalCount: 0 });
  });
});
