import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiAnswer, ApiClient } from '../support/api-client.js';
import { addMember } from '../support/team-of-members.js';
import { useTestProduct } from '../support/use-test-product.js';

const NOBODYS_ID = '0190b2a0-0000-7000-8000-000000000000';

describe('a company', () => {
  const { api } = useTestProduct();
  let admin: ApiClient;

  beforeAll(async () => {
    admin = await api().register();
  });

  const make = (body: Readonly<Record<string, unknown>>, client = admin): Promise<ApiAnswer> =>
    client.post('/api/companies', { body });
  const pathOf = ({ body }: ApiAnswer) => `/api/companies/${String(body['id'])}`;

  it('is made of what is known, in the forms of the API', async () => {
    const made = await make({
      name: 'Example Corp',
      domain: 'https://WWW.Example.com/about',
      employeeCount: 250,
      annualRevenue: 1_500_000.55,
      currency: 'EUR',
      yearEstablished: 1999,
      country: 'United States',
    });
    expect(made.status).toBe(201);
    expect((await admin.get(pathOf(made))).body).toMatchObject({
      name: 'Example Corp',
      domain: 'example.com',
      annualRevenue: 1_500_000.55,
      currency: 'EUR',
      parentId: null,
      version: 1,
    });
    const query = 'employeeCount[gte]=200&annualRevenue[lt]=1500000.56&country=United%20States';
    expect((await admin.get(`/api/companies?${query}`)).body).toMatchObject({ totalCount: 1 });
  });

  it('is the only one with its domain, until it is deleted', async () => {
    const first = await make({ name: 'First', domain: 'unique.example' });
    const taken = {
      status: 409,
      body: { error: { code: 'DUPLICATE', details: [{ field: 'domain' }] } },
    };
    expect(await make({ name: 'Second', domain: 'http://www.unique.example/x' })).toMatchObject(taken);
    await admin.delete(pathOf(first));
    const second = await make({ name: 'Second', domain: 'unique.example' });
    expect(second.status).toBe(201);
    expect(await admin.post(`${pathOf(first)}/restore`)).toMatchObject(taken);
    await admin.patch(pathOf(second), { body: { domain: null } });
    expect((await admin.post(`${pathOf(first)}/restore`)).status).toBe(200);
  });

  it("has its revenue in the tenant's currency unless it names one", async () => {
    await admin.patch('/api/settings', { body: { currency: 'CHF' } });
    const made = await make({ name: 'Rich', annualRevenue: 0.1 });
    expect(made.body).toMatchObject({ annualRevenue: 0.1, currency: 'CHF' });
    const poor = await make({ name: 'Unknown' });
    expect(poor.body).toMatchObject({ annualRevenue: null, currency: null });
    const changed = await admin.patch(pathOf(poor), { body: { annualRevenue: 12.5 } });
    expect(changed.body).toMatchObject({ annualRevenue: 12.5, currency: 'CHF', version: 2 });
  });

  it.each([
    ['name', {}],
    ['name', { name: ' ' }],
    ['name', { name: null }],
    ['domain', { name: 'Bad', domain: 'not a domain' }],
    ['domain', { name: 'Bad', domain: '127.0.0.1' }],
    ['annualRevenue', { name: 'Bad', annualRevenue: '12' }],
    ['annualRevenue', { name: 'Bad', annualRevenue: 0.001 }],
    ['annualRevenue', { name: 'Bad', annualRevenue: -1 }],
    ['currency', { name: 'Bad', currency: 'QQQ' }],
    ['employeeCount', { name: 'Bad', employeeCount: -1 }],
    ['employeeCount', { name: 'Bad', employeeCount: 2.5 }],
    ['yearEstablished', { name: 'Bad', yearEstablished: 0 }],
    ['parentId', { name: 'Bad', parentId: 'none' }],
    ['parentId', { name: 'Bad', parentId: NOBODYS_ID }],
    ['ownerId', { name: 'Bad', ownerId: NOBODYS_ID }],
    ['colour', { name: 'Bad', colour: 'red' }],
  ])('is refused for its %s, and nothing is made: %j', async (field, body) => {
    expect(await make(body)).toMatchObject({
      status: 422,
      body: { error: { code: 'VALIDATION_ERROR', details: [{ field }] } },
    });
    expect((await admin.get('/api/companies?name=Bad')).body).toMatchObject({ totalCount: 0 });
  });

  it('keeps its place below a parent that is deleted, and finds it again when that is restored', async () => {
    const parent = await make({ name: 'Parent' });
    const child = await make({ name: 'Child', parentId: parent.body['id'] });
    expect((await admin.delete(pathOf(parent))).status).toBe(204);
    expect((await admin.get(pathOf(child))).body).toMatchObject({ parentId: parent.body['id'], version: 1 });
    // What it has it may send back; nobody else is put below a company that is gone.
    expect((await admin.put(pathOf(child), { body: child.body })).status).toBe(200);
    expect((await make({ name: 'Late', parentId: parent.body['id'] })).status).toBe(422);
    await admin.post(`${pathOf(parent)}/restore`);
    const children = await admin.get(`/api/companies?parentId=${String(parent.body['id'])}`);
    expect(children.body).toMatchObject({ totalCount: 1, items: [{ name: 'Child' }] });
  });

  it('is put below no company that its editor cannot see', async () => {
    await admin.post('/api/roles', {
      body: {
        name: 'Narrow',
        permissions: ['companies:read:own', 'companies:create', 'companies:update:own'],
      },
    });
    const narrow = await addMember(admin, 'Narrow');
    const theirs = await make({ name: 'Theirs' });
    const mine = await make({ name: 'Mine' }, narrow);
    const child = await make({ name: 'Mine too', parentId: mine.body['id'] }, narrow);
    expect(child.status).toBe(201);
    const hidden = await narrow.patch(pathOf(child), { body: { parentId: theirs.body['id'] } });
    const nobodys = await narrow.patch(pathOf(child), { body: { parentId: NOBODYS_ID } });
    for (const answer of [hidden, nobodys]) {
      expect(answer).toMatchObject({
        status: 422,
        body: { error: { details: [{ field: 'parentId', message: 'does not exist' }] } },
      });
    }
  });
});
