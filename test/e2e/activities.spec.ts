import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../support/api-client.js';
import { addMember, type Member } from '../support/team-of-members.js';
import { useTestProduct } from '../support/use-test-product.js';

const NOBODYS_ID = '0190b2a0-0000-7000-8000-000000000000';

interface Listed {
  readonly items: readonly { readonly id: string; readonly subject: string | null }[];
  readonly totalCount: number;
  readonly nextCursor: string | null;
}

type Parts = Readonly<Record<string, unknown>>;

describe('activities', () => {
  const { api } = useTestProduct();
  let admin: ApiClient;
  let stranger: ApiClient;
  let leadId: string;
  let otherLeadId: string;

  beforeAll(async () => {
    admin = await api().register();
    stranger = await api().register();
    leadId = await lead(admin);
    otherLeadId = await lead(admin);
  });

  async function made(caller: ApiClient, path: string, body: unknown): Promise<string> {
    const answer = await caller.post(path, { body });
    expect(answer).toMatchObject({ status: 201 });
    return String(answer.body['id']);
  }

  const lead = (caller: ApiClient, more = {}) => made(caller, '/api/leads', { lastName: 'Doe', ...more });
  const note = (caller: ApiClient, more = {}) =>
    made(caller, '/api/activities', { kind: 'note', subject: 'Note', ...more });
  const subjects = ({ items }: Listed) => items.map(({ subject }) => subject);

  it('are made, linked to several records, read, changed, deleted and restored', async () => {
    const created = await admin.post('/api/activities', {
      body: {
        kind: 'call',
        direction: 'outbound',
        subject: 'Discovery call',
        body: 'Asks for prices.',
        durationMinutes: 12,
        links: [
          { resource: 'lead', id: leadId.toUpperCase() },
          { resource: 'lead', id: otherLeadId },
        ],
        leadId,
      },
    });
    const links = [leadId, otherLeadId].map((id) => ({ resource: 'lead', id }));
    expect(created).toMatchObject({
      status: 201,
      body: { kind: 'call', direction: 'outbound', durationMinutes: 12, links, version: 1 },
    });
    expect(Date.parse(String(created.body['occurredAt']))).toBeGreaterThan(Date.now() - 60_000);
    const path = `/api/activities/${String(created.body['id'])}`;
    expect(created.headers.get('location')).toBe(path);

    const same = await admin.patch(path, { body: { links } });
    expect(same).toMatchObject({ status: 200, body: { version: 1 } });
    const replaced = await admin.patch(path, { body: { links: links.slice(1) } });
    expect(replaced).toMatchObject({ status: 200, body: { links: links.slice(1), version: 2 } });
    const { body } = await admin.get(path);
    expect(await admin.put(path, { body })).toMatchObject({ status: 200, body: { version: 2 } });

    expect((await admin.delete(path)).status).toBe(204);
    expect((await admin.get(`/api/leads/${otherLeadId}/activities`)).body).toMatchObject({ totalCount: 0 });
    expect(await admin.post(`${path}/restore`)).toMatchObject({ status: 200 });
  });

  it('are the same records under the name interactions', async () => {
    const created = await admin.post('/api/interactions', {
      body: { kind: 'email', direction: 'inbound', leadId, occurredAt: '2026-04-19T10:00:00Z' },
    });
    expect(created).toMatchObject({
      status: 201,
      body: { occurredAt: '2026-04-19T10:00:00.000Z', links: [{ resource: 'lead', id: leadId }] },
    });
    const id = String(created.body['id']);
    expect((await admin.get(`/api/activities/${id}`)).body).toEqual(created.body);
    expect(await admin.patch(`/api/interactions/${id}`, { body: { outcome: 'Read' } })).toMatchObject({
      status: 200,
      body: { outcome: 'Read', version: 2 },
    });
    expect((await admin.get<Listed>('/api/interactions?kind=email')).body).toMatchObject({ totalCount: 1 });
    expect((await admin.delete(`/api/interactions/${id}`)).status).toBe(204);
    expect((await admin.get(`/api/activities/${id}`)).status).toBe(404);
  });

  it('of a record are listed below its path, newest first, with all that lists can do', async () => {
    const parent = await lead(admin);
    for (const day of ['02', '03', '01'])
      await note(admin, { leadId: parent, subject: day, occurredAt: `2026-03-${day}T00:00:00Z` });
    await note(admin, { leadId: otherLeadId });

    for (const name of ['activities', 'interactions']) {
      const { body } = await admin.get<Listed>(`/api/leads/${parent}/${name}`);
      expect(subjects(body)).toEqual(['03', '02', '01']);
      expect(body.totalCount).toBe(3);
    }
    const sorted = `/api/leads/${parent}/activities?sortBy=occurredAt&occurredAt[lt]=2026-03-03`;
    expect(subjects((await admin.get<Listed>(sorted)).body)).toEqual(['01', '02']);

    const first = (await admin.get<Listed>(`/api/leads/${parent}/activities?limit=2`)).body;
    const next = `/api/leads/${parent}/activities?limit=2&cursor=${String(first.nextCursor)}`;
    expect(subjects((await admin.get<Listed>(next)).body)).toEqual(['01']);
    const foreign = `/api/leads/${otherLeadId}/activities?limit=2&cursor=${String(first.nextCursor)}`;
    expect((await admin.get(foreign)).status).toBe(400);
  });

  it('are filtered by what they are linked to', async () => {
    const [one, two] = [await lead(admin), await lead(admin)];
    await note(admin, { subject: 'one', leadId: one });
    await note(admin, { subject: 'two', leadId: two });
    await note(admin, { subject: 'both', leadId: one, links: [{ resource: 'lead', id: two }] });
    const list = async (query: string) =>
      subjects((await admin.get<Listed>(`/api/activities?sortBy=id&${query}`)).body);
    expect(await list(`leadId=${one}`)).toEqual(['one', 'both']);
    expect(await list(`leadId=${one},${two}`)).toEqual(['one', 'two', 'both']);
    expect(await list(`links=lead:${one}&leadId=${two}`)).toEqual(['both']);
    expect(await list(`leadId[has]=${two}&subject=both`)).toEqual(['both']);
    expect(await list(`dealId=${one}`)).toEqual([]);
    for (const bad of ['leadId=x', 'leadId[ne]=x', 'links=lead', `links=lead:x`, `links=${one}`])
      expect({ bad, status: (await admin.get(`/api/activities?${bad}`)).status }).toEqual({
        bad,
        status: 400,
      });
  });

  it('are linked to nothing that is not there: 422 that says which, and nothing is written', async () => {
    const gone = await lead(admin);
    await admin.delete(`/api/leads/${gone}`);
    const theirs = await lead(stranger);
    const before = (await admin.get('/api/activities')).body;
    const refused = async (body: Record<string, unknown>, field: string, message: unknown) =>
      expect(await admin.post('/api/activities', { body: { kind: 'note', ...body } })).toMatchObject({
        status: 422,
        body: { error: { code: 'VALIDATION_ERROR', details: [{ field, message }] } },
      });
    for (const id of [NOBODYS_ID, gone, theirs]) {
      const links = [
        { resource: 'lead', id: leadId },
        { resource: 'lead', id },
      ];
      await refused({ links }, 'links.1', 'leads to no lead');
      await refused({ leadId: id }, 'leadId', 'leads to no lead');
    }
    const unknown = expect.stringContaining('dragon is none of');
    await refused({ links: [{ resource: 'dragon', id: leadId }] }, 'links.0', unknown);
    await refused({ links: [{ resource: 'role', id: leadId }] }, 'links.0', expect.stringContaining('none'));
    const many = Array.from({ length: 51 }, (_, index) => ({
      resource: 'lead',
      id: `0190b2a0-0000-7000-8000-0000000000${String(index).padStart(2, '0')}`,
    }));
    await refused({ links: many }, 'links', expect.stringContaining('at most 50'));
    for (const link of [null, 'x', {}, { resource: 'lead' }, { resource: 'lead', id: leadId, more: 1 }])
      await refused({ links: [link] }, 'links', expect.stringContaining('must hold'));
    await refused({ kind: 'fax' }, 'kind', expect.stringContaining('one of call'));
    expect((await admin.get('/api/activities')).body).toEqual(before);
  });

  it('keep the link to a record that was deleted since, and take no new one', async () => {
    const parent = await lead(admin);
    const id = await note(admin, { leadId: parent });
    await admin.delete(`/api/leads/${parent}`);
    const path = `/api/activities/${id}`;
    const links = [{ resource: 'lead', id: parent }];
    expect(await admin.patch(path, { body: { subject: 'Later', links } })).toMatchObject({
      status: 200,
      body: { links },
    });
    expect((await admin.get(`/api/leads/${parent}/activities`)).status).toBe(404);
  });

  describe('within a reach', () => {
    let seller: Member;
    let mine: string;

    beforeAll(async () => {
      const permissions = ['leads:read:own', 'leads:create', 'activities:read', 'activities:create'];
      await admin.post('/api/roles', { body: { name: 'Seller', permissions } });
      seller = await addMember(admin, 'Seller');
      mine = await lead(seller);
    });

    it('a record out of reach looks like none: in links, and as a parent', async () => {
      const answer = await seller.post('/api/activities', { body: { kind: 'note', leadId } });
      const missing = await seller.post('/api/activities', { body: { kind: 'note', leadId: NOBODYS_ID } });
      expect(answer).toMatchObject({
        status: 422,
        body: { error: { details: [{ message: 'leads to no lead' }] } },
      });
      expect(answer.body['error']).toEqual(missing.body['error']);
      expect((await seller.get(`/api/leads/${leadId}/activities`)).status).toBe(404);
      await note(seller, { leadId: mine });
      expect((await seller.get(`/api/leads/${mine}/activities`)).body).toMatchObject({ totalCount: 1 });
    });

    it('who may not read the records at all finds none, and their activities neither', async () => {
      const permissions = ['activities:read', 'activities:create'];
      await admin.post('/api/roles', { body: { name: 'Clerk', permissions } });
      const clerk = await addMember(admin, 'Clerk');
      expect((await clerk.get(`/api/leads/${leadId}/activities`)).status).toBe(404);
      expect((await clerk.post('/api/activities', { body: { kind: 'note', leadId } })).status).toBe(422);
    });

    it('activities themselves are listed as far as the caller reaches', async () => {
      const permissions = ['leads:read', 'activities:read:own', 'activities:create'];
      await admin.post('/api/roles', { body: { name: 'Own', permissions } });
      const own = await addMember(admin, 'Own');
      const parent = await lead(admin);
      await note(admin, { leadId: parent });
      await note(own, { leadId: parent });
      expect((await own.get(`/api/leads/${parent}/activities`)).body).toMatchObject({ totalCount: 1 });
    });
  });

  it('show hidden links to nobody, and filter by them for nobody', async () => {
    const fieldRules = { activities: { links: 'hidden', body: 'hidden' } };
    await admin.post('/api/roles', { body: { name: 'Blind', permissions: ['*:*'], fieldRules } });
    const blind = await addMember(admin, 'Blind');
    const id = await note(admin, { leadId, body: 'Secret' });
    for (const name of ['activities', 'interactions']) {
      const { body } = await blind.get(`/api/${name}/${id}`);
      expect(body).toMatchObject({ subject: 'Note' });
      expect(Object.keys(body)).not.toEqual(expect.arrayContaining(['links']));
      for (const query of [`leadId=${leadId}`, `links=lead:${leadId}`, 'body=Secret'])
        expect((await blind.get(`/api/${name}?${query}`)).status).toBe(400);
    }
    // What is linked to a record is what the hidden field says.
    expect((await blind.get(`/api/leads/${leadId}/activities`)).status).toBe(403);
    expect((await blind.post('/api/activities', { body: { kind: 'note', leadId } })).status).toBe(403);
    expect((await blind.patch(`/api/activities/${id}`, { body: { leadId: otherLeadId } })).status).toBe(403);
    const item = { id, leadId: otherLeadId };
    const bulk = await blind.patch('/api/activities/bulk', { body: { activities: [item] } });
    expect(bulk).toMatchObject({ status: 207, body: { results: [{ status: 403 }] } });
    expect((await admin.get(`/api/activities/${id}`)).body).toMatchObject({
      links: [{ resource: 'lead', id: leadId }],
      version: 1,
    });
    const { body: document } = await blind.get<Record<'paths', Parts> & { components: { schemas: Parts } }>(
      '/api/openapi.json',
    );
    const all = { ...document.paths, ...document.components.schemas };
    const named = Object.entries(all).filter(([, part]) =>
      JSON.stringify(part).includes('"Short for a link'),
    );
    // Tasks and the others have such fields of their own.
    expect(named.map(([name]) => name)).toContain('CreateTaskDto');
    expect(named.filter(([name]) => /activit|interaction/i.test(name))).toEqual([]);
  });

  it('answer 404 below what is no record', async () => {
    for (const path of [
      `/api/dragons/${leadId}/activities`,
      `/api/roles/${leadId}/activities`,
      `/api/leads/${NOBODYS_ID}/activities`,
      '/api/leads/x/activities',
    ])
      expect({ path, status: (await admin.get(path)).status }).toEqual({ path, status: 404 });
    expect((await admin.get(`/api/leads/${leadId}/activities?links=lead:${leadId}`)).status).toBe(400);
    expect((await stranger.get(`/api/leads/${leadId}/activities`)).status).toBe(404);
  });

  it('tell history and events of their links', async () => {
    const id = await note(admin, { leadId });
    await admin.patch(`/api/activities/${id}`, { body: { links: [] } });
    const { body } = await admin.get<{ items: Record<string, unknown>[] }>(
      '/api/audit-logs?resource=activity',
    );
    expect(JSON.stringify(body.items)).toContain(leadId);
  });
});
