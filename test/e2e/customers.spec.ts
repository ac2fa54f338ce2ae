import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../support/api-client.js';
import { FeedReader } from '../support/feed-reader.js';
import { addMember } from '../support/team-of-members.js';
import { useTestProduct } from '../support/use-test-product.js';

interface Found {
  readonly items: readonly { readonly id: string; readonly lastName: string }[];
  readonly totalCount: number;
  readonly nextCursor: string | null;
}

describe('customers', () => {
  const { api } = useTestProduct();
  let admin: ApiClient;
  let customerId: string;
  let leadId: string;

  beforeAll(async () => {
    admin = await api().register();
    customerId = await made('/api/customers', { lastName: 'Customer', email: 'customer@example.com' });
    leadId = await made('/api/contacts', { lastName: 'Leading', email: 'leading@example.com' });
  });

  async function made(path: string, body: unknown): Promise<string> {
    const answer = await admin.post(path, { body });
    expect(answer).toMatchObject({ status: 201 });
    expect(answer.headers.get('location')).toBe(`${path}/${String(answer.body['id'])}`);
    return String(answer.body['id']);
  }
  const stageOf = async (id: string) => (await admin.get(`/api/contacts/${id}`)).body['lifecycleStage'];
  const names = (found: { readonly body: Found }) => found.body.items.map(({ lastName }) => lastName);

  it('are contacts that are customers, under one id, version and event', async () => {
    const events = await FeedReader.fromEnd(admin);
    const patched = await admin.patch(`/api/customers/${customerId}`, { body: { jobTitle: 'Director' } });
    expect(patched).toMatchObject({ status: 200, body: { lifecycleStage: 'customer', version: 2 } });
    const contact = await admin.get(`/api/contacts/${customerId}`);
    expect(contact.body).toEqual(patched.body);
    expect(contact.headers.get('etag')).toBe(patched.headers.get('etag'));
    const stale = { headers: { 'if-match': '"1"' }, body: { jobTitle: 'None' } };
    expect((await admin.patch(`/api/customers/${customerId}`, stale)).status).toBe(412);
    const seen = await events.until('the event is there', (all) => all.at(-1)?.type === 'contact.updated');
    expect(seen.at(-1)).toMatchObject({ resource: 'contact', recordId: customerId, recordVersion: 2 });
  });

  it('are all that these paths show', async () => {
    for (const path of ['', '/history', '/timeline', '/activities', '/interactions', '/attachments']) {
      expect([path, (await admin.get(`/api/customers/${customerId}${path}`)).status]).toEqual([path, 200]);
      expect([path, (await admin.get(`/api/customers/${leadId}${path}`)).status]).toEqual([path, 404]);
    }
    const body = { lastName: 'Changed' };
    expect((await admin.patch(`/api/customers/${leadId}`, { body })).status).toBe(404);
    expect((await admin.put(`/api/customers/${leadId}`, { body })).status).toBe(404);
    expect((await admin.delete(`/api/customers/${leadId}`)).status).toBe(404);
    expect((await admin.post(`/api/customers/${leadId}/revert`, { body: { version: 1 } })).status).toBe(404);
    const bulk = { customers: [{ id: leadId, ...body }] };
    expect((await admin.patch('/api/customers/bulk', { body: bulk })).body).toMatchObject({
      failed: 1,
      results: [{ status: 404 }],
    });
    expect(names(await admin.get<Found>('/api/customers'))).toEqual(['Customer']);
    expect((await admin.get<Found>('/api/customers')).body.totalCount).toBe(1);
    expect(names(await admin.get<Found>('/api/customers?search=leading'))).toEqual([]);
    expect(names(await admin.get<Found>('/api/customers?search=customr'))).toEqual(['Customer']);
    const search = { filter: { field: 'lastName', operator: 'ne', value: 'x' } };
    expect(names(await admin.post<Found>('/api/customers/search', { body: search }))).toEqual(['Customer']);
    const file = await admin.get<string>('/api/customers/export?format=ndjson&fields=lastName');
    expect(file.headers.get('content-disposition')).toContain('customers.ndjson');
  });

  it('keep a cursor of theirs from other lists of the same contacts', async () => {
    await made('/api/customers', { lastName: 'Second' });
    const first = await admin.get<Found>('/api/customers?limit=1&sortBy=lastName');
    expect(names(first)).toEqual(['Customer']);
    const cursor = `limit=1&sortBy=lastName&cursor=${first.body.nextCursor}`;
    expect(names(await admin.get<Found>(`/api/customers?${cursor}`))).toEqual(['Second']);
    expect((await admin.get(`/api/contacts?${cursor}`)).status).toBe(400);
  });

  it('are made as customers, and as nothing else', async () => {
    const body = { lastName: 'Third', lifecycleStage: 'lead' };
    expect(await admin.post('/api/customers', { body })).toMatchObject({
      status: 422,
      body: { error: { details: [{ field: 'lifecycleStage' }] } },
    });
    const bulk = await admin.post<{ results: { id: string }[] }>('/api/customers/bulk', {
      body: { customers: [{ lastName: 'Fourth' }, body] },
    });
    expect(bulk).toMatchObject({
      status: 207,
      body: { succeeded: 1, results: [{ status: 201 }, { status: 422 }] },
    });
    expect(await stageOf(bulk.body.results[0]?.id ?? '')).toBe('customer');
  });

  it('stay customers when they are replaced, and leave when they are made something else', async () => {
    const id = await made('/api/customers', { lastName: 'Fifth', jobTitle: 'Boss' });
    const put = await admin.put(`/api/customers/${id}`, { body: { lastName: 'Fifth' } });
    expect(put.body).toMatchObject({ lifecycleStage: 'customer', jobTitle: null });
    const gone = await admin.patch(`/api/customers/${id}`, { body: { lifecycleStage: 'other' } });
    expect(gone).toMatchObject({ status: 200, body: { lifecycleStage: 'other' } });
    expect((await admin.get(`/api/customers/${id}`)).status).toBe(404);
    expect(await stageOf(id)).toBe('other');
  });

  it('are found among all contacts by an upsert, which makes them customers', async () => {
    const customers = [{ email: 'LEADING@example.com', jobTitle: 'Buyer' }];
    const put = await admin.put('/api/customers/bulk?matchOn=email', { body: { customers } });
    expect(put.body).toMatchObject({ succeeded: 1, results: [{ status: 200, id: leadId }] });
    expect(await stageOf(leadId)).toBe('customer');
  });

  it('are deleted and restored', async () => {
    const id = await made('/api/customers', { lastName: 'Sixth' });
    expect((await admin.delete(`/api/customers/${id}`)).status).toBe(204);
    expect((await admin.get(`/api/contacts/${id}`)).status).toBe(404);
    expect((await admin.post(`/api/customers/${id}/restore`)).status).toBe(200);
    expect(await stageOf(id)).toBe('customer');
  });

  it('are not for who may not see the lifecycle stage, nor beyond the reach of a role', async () => {
    const blind = {
      name: 'Blind',
      permissions: ['contacts:read', 'contacts:update'],
      fieldRules: { contacts: { lifecycleStage: 'hidden' } },
    };
    expect((await admin.post('/api/roles', { body: blind })).status).toBe(201);
    const reader = await addMember(admin, 'Blind');
    expect((await reader.get('/api/customers')).status).toBe(403);
    expect((await reader.get(`/api/customers/${customerId}`)).status).toBe(403);
    expect((await reader.patch(`/api/customers/${customerId}`, { body: { jobTitle: 'x' } })).status).toBe(
      403,
    );
    expect((await reader.get(`/api/contacts/${customerId}`)).status).toBe(200);
    const documents = [await reader.get('/api/openapi.json'), await admin.get('/api/openapi.json')];
    const named = documents.map(({ body }) => {
      const paths = body['paths'] as Record<string, unknown>;
      return JSON.stringify([paths['/api/clients'], paths['/api/customers']]).includes('"lifecycleStage');
    });
    expect(named).toEqual([false, true]);
    await admin.post('/api/roles', { body: { name: 'Own', permissions: ['contacts:read:own'] } });
    const own = await addMember(admin, 'Own');
    await made('/api/customers', { lastName: 'Owned', ownerId: own.userId });
    await made('/api/contacts', { lastName: 'Owned lead', ownerId: own.userId });
    expect(names(await own.get<Found>('/api/customers'))).toEqual(['Owned']);
    expect((await own.get(`/api/customers/${customerId}`)).status).toBe(404);
  });
});
