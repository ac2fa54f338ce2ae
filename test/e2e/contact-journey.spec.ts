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
});
