import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../support/api-client.js';
import { useTestProduct } from '../support/use-test-product.js';

interface Found {
  readonly items: readonly { readonly lastName: string }[];
  readonly totalCount: number;
}

describe('clients', () => {
  const { api } = useTestProduct();
  let admin: ApiClient;

  beforeAll(async () => {
    admin = await api().register();
  });

  const made = async (body: unknown, path = '/api/clients') => {
    const answer = await admin.post(path, { body });
    expect(answer).toMatchObject({ status: 201 });
    return String(answer.body['id']);
  };
  const names = async (query: string) => {
    const found = await admin.get<Found>(`/api/clients${query}`);
    expect([query, found.status]).toEqual([query, 200]);
    return found.body.items.map(({ lastName }) => lastName);
  };

  it('are contacts with a temperature, cold at first, and the history of contact', async () => {
    const history = {
      firstContactAt: '2026-01-10T09:00:00.000Z',
      firstContactNote: 'At the fair',
      lastContactAt: '2026-01-20T09:00:00.000Z',
      lastContactNote: 'Asked for a price',
      nextContactAt: '2026-02-01T09:00:00.000Z',
      followUpAction: 'Send an offer',
    };
    const id = await made({ lastName: 'Cole', ...history });
    const client = await admin.get(`/api/clients/${id}`);
    expect(client.body).toMatchObject({ temperature: 'cold', lifecycleStage: 'lead', ...history });
    expect((await admin.get(`/api/contacts/${id}`)).body).toEqual(client.body);
    const warmer = await admin.patch(`/api/clients/${id}`, { body: { temperature: 'warm' } });
    expect(warmer.body).toMatchObject({ temperature: 'warm', version: 2 });
    expect((await admin.delete(`/api/clients/${id}`)).status).toBe(204);
    expect((await admin.get(`/api/contacts/${id}`)).status).toBe(404);
  });

  it('are listed by how warm they are, whatever their lifecycle', async () => {
    await made({ lastName: 'Hotter', temperature: 'hot', lifecycleStage: 'customer' });
    await made({ lastName: 'Colder' });
    await made({ lastName: 'Neither' }, '/api/contacts');
    expect(await names('?lead=hot')).toEqual(['Hotter']);
    expect(await names('?lead=cold,hot&sortBy=lastName')).toEqual(['Colder', 'Hotter']);
    expect(await names('?temperature=cold&search=col')).toEqual(['Colder']);
    expect(await names('?sortBy=lastName')).toEqual(['Colder', 'Hotter', 'Neither']);
    const body = { filter: { field: 'lead', operator: 'eq', value: 'hot' } };
    expect((await admin.post('/api/clients/search', { body })).body).toMatchObject({ totalCount: 1 });
    expect((await admin.get('/api/clients?lead=tepid')).status).toBe(400);
    expect((await admin.get('/api/contacts?lead=hot')).status).toBe(400);
    const enveloped = await admin.get('/api/clients/?lead=hot&envelope=true');
    expect(enveloped.body).toMatchObject({ success: true, data: [{ lastName: 'Hotter' }] });
  });

  it('are looked for by a text', async () => {
    await made({ lastName: 'Sought', email: 'sought@example.com', temperature: 'warm' });
    expect(await names('/search?q=sought')).toEqual(['Sought']);
    expect(await names('/search?search=sought&lead=warm')).toEqual(['Sought']);
    expect(await names('/search?search=sought&lead=hot')).toEqual([]);
    for (const query of ['', '?q=', '?lead=hot', '?q=a&search=b', '?q=a&unknown=1'])
      expect([query, (await admin.get(`/api/clients/search${query}`)).status]).toEqual([query, 400]);
  });

  it('have the sub-routes of contacts, and no others of that name', async () => {
    const id = await made({ lastName: 'Linked' });
    const body = { kind: 'call', subject: 'A call', contactId: id };
    expect((await admin.post('/api/activities', { body })).status).toBe(201);
    expect((await admin.get(`/api/clients/${id}/activities`)).body).toMatchObject({ totalCount: 1 });
    expect((await admin.get(`/api/clients/${id}/timeline`)).status).toBe(200);
    expect((await admin.get(`/api/clients/${id}/nothing`)).status).toBe(404);
  });

  it('are written many at once', async () => {
    const clients = [{ lastName: 'One' }, { lastName: 'Two', temperature: 'hot' }];
    const bulk = await admin.post('/api/clients/bulk', { body: { clients } });
    expect(bulk.body).toMatchObject({ succeeded: 2, failed: 0 });
    expect(await names('?lastName=Two&lead=hot')).toEqual(['Two']);
  });
});
