import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../support/api-client.js';
import { useTestProduct } from '../support/use-test-product.js';

describe('a company', () => {
  const { api } = useTestProduct();
  let admin: ApiClient;

  beforeAll(async () => {
    admin = await api().register();
  });

  it('is made of what is known, in the forms of the API', async () => {
    const made = await admin.post('/api/companies', {
      body: {
        name: 'Example Corp',
        domain: 'https://WWW.Example.com/about',
        employeeCount: 250,
        annualRevenue: 1_500_000.55,
        currency: 'EUR',
        yearEstablished: 1999,
        country: 'United States',
      },
    });
    expect(made.status).toBe(201);
    const path = `/api/companies/${String(made.body['id'])}`;
    expect((await admin.get(path)).body).toMatchObject({
      name: 'Example Corp',
      domain: 'example.com',
      annualRevenue: 1_500_000.55,
      currency: 'EUR',
      parentId: null,
      version: 1,
    });
    expect(
      (await admin.get('/api/companies?employeeCount[gte]=200&country=United%20States')).body,
    ).toMatchObject({
      totalCount: 1,
    });
  });
});
