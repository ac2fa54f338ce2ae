import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../support/api-client.js';
import { useTestProduct } from '../support/use-test-product.js';

const NOBODYS_ID = '0190b2a0-0000-7000-8000-000000000000';

describe('activities take the short forms of links', () => {
  const { api } = useTestProduct();
  let admin: ApiClient;
  let leadId: string;
  let otherLeadId: string;

  beforeAll(async () => {
    admin = await api().register();
    leadId = await made('/api/leads', { lastName: 'Doe' });
    otherLeadId = await made('/api/leads', { lastName: 'Roe' });
  });

  async function made(path: string, body: unknown): Promise<string> {
    const answer = await admin.post(path, { body });
    expect(answer).toMatchObject({ status: 201 });
    return String(answer.body['id']);
  }

  const note = (more = {}) => made('/api/activities', { kind: 'note', ...more });
  const linked = (...ids: readonly string[]) => ids.map((id) => ({ resource: 'lead', id }));
  const bulk = (method: string, path: string, items: readonly unknown[], query = '') => {
    const name = path.replace('/api/', '');
    return admin.request(method, `${path}/bulk${query}`, { body: { [name]: items } });
  };
  const stored = async (externalId: string) => {
    const { body } = await admin.get<{ items: Record<string, unknown>[] }>(
      `/api/activities?externalId=${externalId}`,
    );
    expect(body.items).toHaveLength(1);
    return body.items[0];
  };

  it('in a PATCH, which adds a link to those there are, or to those it names', async () => {
    const path = `/api/activities/${await note({ leadId })}`;
    const patch = (body: Record<string, unknown>) => admin.patch(path, { body });
    expect(await patch({ leadId: otherLeadId })).toMatchObject({
      status: 200,
      body: { links: linked(leadId, otherLeadId), version: 2 },
    });
    expect(await patch({ leadId: otherLeadId })).toMatchObject({ status: 200, body: { version: 2 } });
    expect(await patch({ leadId: null, contactId: null })).toMatchObject({
      status: 200,
      body: { links: linked(leadId, otherLeadId), version: 2 },
    });
    expect((await patch({ links: [], leadId })).body).toMatchObject({ links: linked(leadId), version: 3 });
    expect(await patch({ leadId: NOBODYS_ID })).toMatchObject({
      status: 422,
      body: { error: { details: [{ field: 'leadId', message: 'leads to no lead' }] } },
    });
    expect((await admin.get(path)).body).toMatchObject({ links: linked(leadId), version: 3 });
  });

  it('of every record type they are for', async () => {
    const ids = {
      contactId: await made('/api/contacts', { lastName: 'Doe' }),
      companyId: await made('/api/companies', { name: 'Acme' }),
    };
    const links = [
      { resource: 'contact', id: ids.contactId },
      { resource: 'company', id: ids.companyId },
    ];
    const item = { kind: 'call', externalId: 'short-types', ...ids };
    expect((await bulk('PUT', '/api/activities', [item])).status).toBe(200);
    expect(await stored('short-types')).toMatchObject({ links });
  });

  it.each(['/api/activities', '/api/interactions'])('in bulk calls of %s', async (path) => {
    const externalId = `short-bulk-${path.replace('/api/', '')}`;
    const created = await bulk('POST', path, [
      { kind: 'note', externalId, leadId },
      { kind: 'note', leadId: NOBODYS_ID },
    ]);
    expect(created).toMatchObject({
      status: 207,
      body: {
        results: [
          { status: 201 },
          { status: 422, error: { details: [{ field: 'leadId', message: 'leads to no lead' }] } },
        ],
      },
    });
    const before = await stored(externalId);
    expect(before).toMatchObject({ links: linked(leadId) });
    const changed = await bulk('PATCH', path, [{ id: before?.['id'], leadId: otherLeadId }]);
    expect(changed).toMatchObject({ status: 200, body: { results: [{ status: 200, version: 2 }] } });
    expect(await stored(externalId)).toMatchObject({ links: linked(leadId, otherLeadId) });
  });

  it('in an upsert that makes an activity, and twice in one that changes it to the same', async () => {
    const upsert = (item: Record<string, unknown>, query = '') =>
      bulk('PUT', '/api/activities', [{ externalId: 'short-upsert', kind: 'note', ...item }], query);
    const results = (status: number, version: number) => ({ body: { results: [{ status, version }] } });
    expect(await upsert({ leadId })).toMatchObject({ status: 200, ...results(201, 1) });
    expect(await upsert({ leadId })).toMatchObject({ status: 200, ...results(200, 1) });
    expect(await upsert({ leadId: otherLeadId })).toMatchObject({ status: 200, ...results(200, 2) });
    expect(await stored('short-upsert')).toMatchObject({ links: linked(leadId, otherLeadId) });
    expect(await upsert({ leadId: otherLeadId }, '?policy=replace')).toMatchObject(results(200, 3));
    expect(await stored('short-upsert')).toMatchObject({ links: linked(otherLeadId) });
  });

  it('in an upsert that fills what is empty: only where there is no link yet', async () => {
    const upsert = (leadId: string) =>
      bulk(
        'PUT',
        '/api/activities',
        [{ externalId: 'short-fill', kind: 'note', leadId }],
        '?policy=fillEmpty',
      );
    await note({ externalId: 'short-fill' });
    for (const id of [leadId, otherLeadId]) {
      expect(await upsert(id)).toMatchObject({ body: { results: [{ status: 200, version: 2 }] } });
      expect(await stored('short-fill')).toMatchObject({ links: linked(leadId) });
    }
  });
});
