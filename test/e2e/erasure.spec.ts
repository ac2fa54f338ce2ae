import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient, RegisteredTenant } from '../support/api-client.js';
import { attachFile } from '../support/attach-file.js';
import { completedErasure, type Receipt } from '../support/completed-erasure.js';
import { type FeedEvent, FeedReader } from '../support/feed-reader.js';
import { addMember } from '../support/team-of-members.js';
import { useTestProduct } from '../support/use-test-product.js';

describe('erasing', () => {
  const { api } = useTestProduct({ ERASURE_GRACE_MS: '200' });
  let admin: ApiClient & { readonly tenant: RegisteredTenant };

  beforeAll(async () => {
    admin = await api().register();
  });

  async function made(path: string, body: Record<string, unknown>): Promise<string> {
    const answer = await admin.post(path, { body });
    expect(answer).toMatchObject({ status: 201 });
    return String(answer.body['id']);
  }

  /** Erases one record. @returns the completed receipt */
  async function gone(path: string): Promise<Receipt> {
    const answer = await admin.delete<Receipt>(`${path}?permanent=true`);
    expect(answer).toMatchObject({ status: 202, body: { scope: 'record', state: 'running' } });
    return completedErasure(admin, answer.body.id);
  }

  async function converted(): Promise<{ lead: string; contact: string; deal: string }> {
    const lead = await made('/api/leads', { lastName: 'Converted', email: `${Math.random()}@example.com` });
    expect((await admin.post(`/api/leads/${lead}/convert`, { body: {} })).status).toBe(200);
    const { body } = await admin.get(`/api/leads/${lead}`);
    return { lead, contact: String(body['convertedContactId']), deal: String(body['convertedDealId']) };
  }

  it('takes a contact away at once, with a receipt, and all that is held behind it', async () => {
    const id = await made('/api/contacts', { firstName: 'Ada', lastName: 'Byron', email: 'ada@example.com' });
    const path = `/api/contacts/${id}`;
    await admin.patch(path, { body: { jobTitle: 'Countess' } });
    const reason = 'Asked for by ada@example.com, 17';
    const answer = await admin.post<Receipt>(`${path}/erase`, { body: { reason } });
    expect(answer).toMatchObject({
      status: 202,
      body: {
        ...{ scope: 'person', resource: 'contact', recordId: id, state: 'running', completedAt: null },
        ...{
          reason: 'Asked for by [erased], 17',
          requestedById: admin.tenant.userId,
          counts: {},
          digest: null,
        },
      },
    });
    expect(answer.headers.get('location')).toBe(`/api/erasures/${answer.body.id}`);
    const past = '?asOf=2026-01-01T00:00:00Z';
    for (const old of [path, `${path}/history`, `${path}${past}`, `${path}/timeline`])
      expect(await admin.get(old)).toMatchObject({ status: 410, body: { error: { code: 'ERASED' } } });
    const receipt = await completedErasure(admin, answer.body.id);
    expect(receipt).toMatchObject({
      digest: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
      counts: { contacts: 1, historyEntries: 2 },
      recordCount: 1,
      records: [{ resource: 'contact', id }],
    });
    expect(JSON.stringify(receipt)).not.toContain('ada@');
    expect(await admin.get(path)).toMatchObject({ status: 410 });
    expect(await admin.post(`${path}/restore`)).toMatchObject({ status: 404 });
    expect(await admin.post(`${path}/revert`, { body: { version: 1 } })).toMatchObject({ status: 410 });
    expect(await admin.post(`${path}/erase`, { body: {} })).toMatchObject({ status: 410 });
    const list = await admin.get<{ items: Receipt[] }>(`/api/erasures?recordId=${id}&state=completed`);
    expect(list.body.items).toMatchObject([{ id: receipt.id, digest: receipt['digest'] }]);
    expect((await admin.get('/api/contacts?search=Byron')).body).toMatchObject({ totalCount: 0 });
  });

  it('tries itself out, and looks at the version that was seen', async () => {
    const path = `/api/contacts/${await made('/api/contacts', { lastName: 'Still there' })}`;
    const tried = await admin.post<Receipt>(`${path}/erase?dryRun=true`, { body: {} });
    expect(tried).toMatchObject({ status: 202, body: { state: 'running' } });
    expect(tried.headers.get('dry-run')).toBe('true');
    expect(tried.headers.get('location')).toBeNull();
    expect((await admin.get(`/api/erasures/${tried.body.id}`)).status).toBe(404);
    const headers = { 'if-match': '"7"' };
    expect((await admin.post(`${path}/erase`, { body: {}, headers })).status).toBe(412);
    expect((await admin.delete(`${path}?permanent=true`, { headers })).status).toBe(412);
    expect((await admin.delete(`${path}?permanent=maybe`)).status).toBe(400);
    expect((await admin.get(path)).status).toBe(200);
  });

  it('takes the lead that became the contact along, whichever of them is named', async () => {
    for (const named of ['leads', 'contacts'] as const) {
      const { lead, contact, deal } = await converted();
      const path = named === 'leads' ? `/api/leads/${lead}` : `/api/contacts/${contact}`;
      const answer = await admin.post<Receipt>(`${path}/erase`, { body: {} });
      const { counts } = await completedErasure(admin, answer.body.id);
      expect(counts).toMatchObject({ leads: 1, contacts: 1 });
      for (const old of [`/api/leads/${lead}`, `/api/contacts/${contact}`])
        expect((await admin.get(old)).status).toBe(410);
      // It is the tenant's business, and stays without them.
      expect(await admin.get(`/api/deals/${deal}`)).toMatchObject({
        status: 200,
        body: { name: 'Converted lead', leadId: null, contacts: [], primaryContactId: null },
      });
    }
  });

  it('is a right of its own, over all records of the person, which the Manager does not hold', async () => {
    const { lead, contact } = await converted();
    const role = { name: 'Erases contacts', permissions: ['contacts:*', 'leads:read'] };
    expect((await admin.post('/api/roles', { body: role })).status).toBe(201);
    const [manager, member] = [await addMember(admin, 'Manager'), await addMember(admin, 'Erases contacts')];
    for (const path of [`/api/contacts/${contact}/erase`, `/api/contacts/${contact}/subject-export`])
      expect((await manager.post(path, { body: {} })).status).toBe(403);
    expect((await manager.delete(`/api/contacts/${contact}?permanent=true`)).status).toBe(403);
    expect((await manager.get('/api/erasures')).status).toBe(403);
    expect((await member.post(`/api/contacts/${contact}/erase`, { body: {} })).status).toBe(403);
    expect((await admin.get(`/api/leads/${lead}`)).status).toBe(200);
    expect((await admin.get(`/api/contacts/${contact}`)).status).toBe(200);
    const stranger = await api().register();
    expect((await stranger.post(`/api/contacts/${contact}/erase`, { body: {} })).status).toBe(404);
    // One record by itself is another matter: the lead only loses what points at it.
    expect((await member.delete(`/api/contacts/${contact}?permanent=true`)).status).toBe(202);
    expect((await admin.get(`/api/contacts/${contact}`)).status).toBe(410);
  });

  it('tells what is held to nobody from whom a field is hidden', async () => {
    const { contact } = await converted();
    const path = `/api/contacts/${contact}/subject-export`;
    const role = { name: 'Sees no phone', permissions: ['contacts:*', 'leads:*'] };
    const fieldRules = { leads: { phone: 'hidden' } };
    expect((await admin.post('/api/roles', { body: { ...role, fieldRules } })).status).toBe(201);
    const member = await addMember(admin, 'Sees no phone');
    expect((await member.post(path)).status).toBe(403);
    // A field that is gone is no secret.
    const field = { resource: 'contacts', key: 'gone', label: 'Gone', type: 'text' };
    const { body } = await admin.post('/api/custom-fields', { body: field });
    expect((await admin.delete(`/api/custom-fields/${String(body['id'])}`)).status).toBe(204);
    expect((await admin.post(path)).status).toBe(202);
  });

  it('takes any record for good, deleted or not, and lets go what points at it', async () => {
    const company = await made('/api/companies', { name: 'Gone Ltd' });
    const daughter = await made('/api/companies', { name: 'Daughter Ltd', parentId: company });
    const contact = await made('/api/contacts', { lastName: 'Employee' });
    for (const [id, isPrimary] of [
      [company, true],
      [daughter, false],
    ]) {
      const link = `/api/contacts/${contact}/companies/${String(id)}`;
      expect((await admin.post(link, { body: { isPrimary } })).status).toBe(200);
    }
    const lead = await made('/api/leads', { lastName: 'Prospect', companyId: company });
    await admin.delete(`/api/leads/${lead}`);
    const links = [{ resource: 'company', id: company }];
    const call = await made('/api/activities', { kind: 'call', links });
    const visit = { kind: 'meeting', links: [...links, { resource: 'contact', id: contact }] };
    const meeting = await made('/api/activities', visit);
    await attachFile(admin, `/api/companies/${company}`);
    const { counts } = await gone(`/api/companies/${company}`);
    expect(counts).toMatchObject({ companies: 1, activities: 1, attachments: 1 });
    expect((await admin.get(`/api/companies/${company}`)).status).toBe(410);
    expect((await admin.get(`/api/activities/${call}`)).status).toBe(410);
    const shown = async (path: string) => (await admin.get(path)).body;
    expect(await shown(`/api/companies/${daughter}`)).toMatchObject({ parentId: null });
    expect(await shown(`/api/contacts/${contact}`)).toMatchObject({
      companyIds: [daughter],
      primaryCompanyId: null,
    });
    expect(await shown(`/api/activities/${meeting}`)).toMatchObject({
      links: [{ resource: 'contact', id: contact }],
    });
    expect((await admin.post(`/api/leads/${lead}/restore`)).body).toMatchObject({ companyId: null });
    const paths = [
      `/api/leads/${lead}`,
      `/api/tags/${await made('/api/tags', { name: 'Passing' })}`,
      `/api/views/${await made('/api/views', { name: 'Passing', resource: 'leads' })}`,
      `/api/activities/${meeting}`,
    ];
    for (const path of paths) {
      await admin.delete(path);
      expect((await gone(path)).recordCount).toBe(1);
      // Of what is shared one by one nobody is told that it was there.
      expect((await admin.get(path)).status).toBe(path.startsWith('/api/views') ? 404 : 410);
    }
  });

  it('leaves the positions of the feed dense, and tells whoever has a copy', async () => {
    const start = await FeedReader.fromEnd(admin);
    const id = await made('/api/contacts', { lastName: 'Told of', email: 'told@example.com' });
    await gone(`/api/contacts/${id}`);
    const query = `&filter=${encodeURIComponent(JSON.stringify({ field: 'email', operator: 'eq', value: 'x@example.com' }))}`;
    const isErased = (events: readonly FeedEvent[]) => events.some(({ type }) => type === 'contact.erased');
    const events = await start.until('the erasure', isErased);
    const positions = events.map(({ position }) => position);
    expect(positions).toEqual(positions.map((_, index) => (positions[0] ?? 0) + index));
    const told = events.filter(({ recordId }) => recordId === id);
    expect(told.map(({ type, previous, data }) => [type, previous, Object.keys(data).sort()])).toEqual(
      ['created', 'deleted', 'erased'].map((verb) => [
        ...[`contact.${verb}`, null, ['id', 'ownerId', 'tenantId', 'version']],
      ]),
    );
    const filtered = new FeedReader(admin, start.start, query);
    const passed = (await filtered.read()).filter(({ recordId }) => recordId === id);
    expect(passed.map(({ type }) => type)).toEqual(['contact.erased']);
  });
});
