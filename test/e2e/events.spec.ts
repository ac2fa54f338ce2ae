import { beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../src/kernel/identifiers.js';
import type { ApiClient } from '../support/api-client.js';
import { eventually } from '../support/eventually.js';
import { type EventPage, FeedReader } from '../support/feed-reader.js';
import { addMember } from '../support/team-of-members.js';
import { useTestProduct } from '../support/use-test-product.js';

describe('the change feed', () => {
  const { api } = useTestProduct({ EVENT_WAITERS_PER_TENANT: '2' });
  let admin: ApiClient & { readonly tenant: { readonly tenantId: string } };

  beforeAll(async () => {
    admin = await api().register();
  });

  function lead(body: Readonly<Record<string, unknown>> = {}) {
    return admin.post<{ id: string }>('/api/leads', { body: { lastName: 'Doe', ...body } });
  }

  it('tells of a record from its creation to its restoration, in the body of a webhook', async () => {
    const feed = await FeedReader.fromEnd(admin);
    const { body: made } = await lead({ score: 1 });
    await admin.patch(`/api/leads/${made.id}`, { body: { score: 2 } });
    await admin.delete(`/api/leads/${made.id}`);
    await admin.post(`/api/leads/${made.id}/restore`);
    const events = await feed.until('four events', (all) => all.length >= 4);
    expect(events.map(({ type }) => type)).toEqual([
      'lead.created',
      'lead.updated',
      'lead.deleted',
      'lead.restored',
    ]);
    expect(events.map(({ recordVersion }) => recordVersion)).toEqual([1, 2, 3, 4]);
    expect(events[1]).toMatchObject({
      tenantId: admin.tenant.tenantId,
      resource: 'lead',
      recordId: made.id,
      data: { id: made.id, score: 2, version: 2 },
      previous: { score: 1 },
      schemaVersion: 1,
    });
    expect(events[2]).toMatchObject({ data: { id: made.id, lastName: 'Doe', score: 2 }, previous: null });
    const one = await admin.get(`/api/events/${String(events[1]?.id)}`);
    expect(one).toMatchObject({ status: 200, body: { ...events[1] } });
  });

  it('goes on where a page ended, whatever its size', async () => {
    for (let index = 0; index < 5; index += 1) await lead({ lastName: `Paged ${index}` });
    const whole = await new FeedReader(admin).until('all', (all) =>
      all.some(({ data }) => data['lastName'] === 'Paged 4'),
    );
    const paged: string[] = [];
    let page: EventPage = { items: [], after: 0, hasMore: true };
    while (page.hasMore) {
      page = (await admin.get<EventPage>(`/api/events?after=${page.after}&limit=2`)).body;
      expect(page.items.length).toBeLessThanOrEqual(2);
      paged.push(...page.items.map(({ id }) => id));
    }
    expect(paged).toEqual(whole.map(({ id }) => id));
    expect(whole.map(({ position }) => position)).toEqual(whole.map((_, index) => index + 1));
  });

  it('is narrowed by type, resource, record and fields', async () => {
    const feed = await FeedReader.fromEnd(admin);
    const { body: made } = await lead({ company: 'Acme' });
    await admin.patch(`/api/leads/${made.id}`, { body: { company: 'Other', score: 3 } });
    await admin.post('/api/companies', { body: { name: 'Acme' } });
    await feed.until('three events', (all) => all.length >= 3);
    const types = async (query: string) => {
      const { body } = await admin.get<EventPage>(`/api/events?after=${feed.start}&${query}`);
      return body.items.map(({ type }) => type);
    };
    expect(await types('types=lead.created,company.*')).toEqual(['lead.created', 'company.created']);
    expect(await types('resource=company')).toEqual(['company.created']);
    expect(await types(`recordId=${made.id}`)).toEqual(['lead.created', 'lead.updated']);
    expect(await types(`recordId=${newId()}`)).toEqual([]);
    const { body } = await admin.get<EventPage>(
      `/api/events?after=${feed.start}&types=lead.updated&fields=company`,
    );
    expect(body.items[0]?.data).toEqual({ id: made.id, version: 2, company: 'Other' });
    expect(body.items[0]?.previous).toEqual({ company: 'Acme' });
  });

  it.each([
    ['after=x', 'after'],
    ['after=-1', 'after'],
    ['after=1.5', 'after'],
    ['after=999999', 'after'],
    ['limit=0', 'limit'],
    ['limit=1001', 'limit'],
    ['wait=26', 'wait'],
    ['wait=x', 'wait'],
    ['types=lead.exploded', 'types'],
    ['types=', 'types'],
    ['resource=leads', 'resource'],
    ['recordId=1', 'recordId'],
    ['fields=password', 'fields'],
    ['since=1', 'since'],
    ['after=1&after=2', 'after'],
  ])('refuses %s', async (query, field) => {
    const answer = await admin.get(`/api/events?${query}`);
    expect(answer).toMatchObject({ status: 400, body: { error: { details: [{ field }] } } });
  });

  it('waits for what comes, and no longer than that', async () => {
    const { body: end } = await admin.get<EventPage>('/api/events?after=now');
    expect(end.items).toEqual([]);
    const idle = await admin.get<EventPage>(`/api/events?after=${end.after}&wait=1`);
    expect(idle.body).toEqual({ items: [], after: end.after, hasMore: false });
    const started = Date.now();
    const waiting = admin.get<EventPage>(`/api/events?after=${end.after}&wait=20&types=lead.*`);
    // Not what it waits for: it waits on.
    await admin.post('/api/companies', { body: { name: 'Passed over' } });
    const { body: made } = await lead();
    const { body } = await waiting;
    expect(body.items.map(({ recordId }) => recordId)).toEqual([made.id]);
    expect(Date.now() - started).toBeLessThan(10_000);
  });

  it('lets only so many clients of a tenant wait, and takes back the place of one that goes away', async () => {
    const path = '/api/events?after=now&wait=20';
    const leave = new AbortController();
    const headers = { authorization: `Bearer ${String(admin.token)}` };
    // A look at whether the places are taken may take one for a moment.
    const wait = async () => {
      while (!leave.signal.aborted)
        await fetch(`${admin.url}${path}`, { headers, signal: leave.signal }).catch(() => undefined);
    };
    const waiting = [wait(), wait()];
    const refused = await eventually('places are taken', async () => {
      const answer = await admin.get(path.replace('20', '1'));
      return answer.status === 429 && answer;
    });
    expect(refused.body).toMatchObject({ error: { code: 'TOO_MANY_WAITERS' } });
    expect(refused.headers.get('retry-after')).toBe('5');
    expect((await admin.get('/api/events?after=now')).status).toBe(200);
    leave.abort();
    await Promise.all(waiting);
    await eventually('places are free', async () => {
      return (await admin.get(path.replace('20', '1'))).status === 200;
    });
  });

  it("has nothing of another tenant's", async () => {
    const other = await api().register();
    const { body: theirs } = await other.post<{ id: string }>('/api/leads', { body: { lastName: 'Theirs' } });
    const [event] = await new FeedReader(other).until('their event', (all) => all.length > 0);
    expect(event?.recordId).toBe(theirs.id);
    expect((await admin.get(`/api/events/${String(event?.id)}`)).status).toBe(404);
    expect((await admin.get(`/api/events?recordId=${theirs.id}`)).body).toMatchObject({ items: [] });
    const mine = await new FeedReader(admin).until('mine', (all) => all.length > 0);
    expect(mine.every(({ tenantId }) => tenantId === admin.tenant.tenantId)).toBe(true);
    expect((await admin.get(`/api/events/${newId()}`)).status).toBe(404);
    expect((await admin.get('/api/events/x')).status).toBe(404);
  });
});

describe('the change feed of who may not read everything', () => {
  const { api } = useTestProduct();
  let admin: ApiClient;

  beforeAll(async () => {
    admin = await api().register();
    await admin.post('/api/roles', {
      body: {
        name: 'Own leads',
        permissions: ['leads:read:own', 'leads:update:own'],
        fieldRules: { leads: { phone: 'hidden' } },
      },
    });
  });

  it('leaves out other resources and other owners, and takes hidden fields away', async () => {
    const member = await addMember(admin, 'Own leads');
    const feed = await FeedReader.fromEnd(admin);
    const make = async (lastName: string, ownerId: string | null) => {
      const body = { lastName, ownerId, phone: '+1 555 0100', company: 'Acme' };
      return (await admin.post<{ id: string }>('/api/leads', { body })).body.id;
    };
    const own = await make('Own', member.userId);
    const others = await make('Nobody', null);
    await admin.patch(`/api/leads/${own}`, { body: { phone: '+1 555 0101', company: 'Other' } });
    await admin.post('/api/companies', { body: { name: 'Unseen' } });
    await admin.delete(`/api/leads/${own}`);
    const all = await feed.until('all five', (events) => events.length >= 5);
    const { body } = await member.get<EventPage>(`/api/events?after=${feed.start}`);
    expect(body.items.map(({ type, recordId }) => [type, recordId])).toEqual([
      ['lead.created', own],
      ['lead.updated', own],
      ['lead.deleted', own],
    ]);
    expect(JSON.stringify(body)).not.toContain('+1 555');
    expect(body.items[1]?.previous).toEqual({ company: 'Acme' });
    expect(body).toMatchObject({ after: all.at(-1)?.position, hasMore: false });
    const unseen = all.filter(({ recordId }) => recordId !== own);
    expect(unseen.map(({ type }) => type)).toEqual(['lead.created', 'company.created']);
    for (const { id } of unseen) expect((await member.get(`/api/events/${id}`)).status).toBe(404);
    expect((await member.get(`/api/events?resource=company`)).body).toMatchObject({ items: [] });
    expect((await member.get(`/api/events?recordId=${others}`)).body).toMatchObject({ items: [] });
  });

  it('goes by whose record it is now: what was given away is gone, what was received has its past', async () => {
    const [giver, receiver] = [await addMember(admin, 'Own leads'), await addMember(admin, 'Own leads')];
    const feed = await FeedReader.fromEnd(admin);
    const { body } = await admin.post('/api/leads', { body: { lastName: 'Given', ownerId: giver.userId } });
    await feed.until('made', (events) => events.length >= 1);
    const seen = async (reader: ApiClient) => {
      return (await reader.get<EventPage>(`/api/events?after=${feed.start}`)).body.items.map(
        ({ type }) => type,
      );
    };
    expect([await seen(giver), await seen(receiver)]).toEqual([['lead.created'], []]);
    await admin.post(`/api/leads/${String(body['id'])}/assign`, { body: { ownerId: receiver.userId } });
    await feed.until('assigned', (events) => events.length >= 2);
    expect([await seen(giver), await seen(receiver)]).toEqual([[], ['lead.created', 'lead.assigned']]);
  });

  it('obeys a role that was narrowed while the caller waited', async () => {
    const role = await admin.post('/api/roles', { body: { name: 'Waiting', permissions: ['leads:read'] } });
    const member = await addMember(admin, 'Waiting');
    const waiting = member.get<EventPage>('/api/events?after=now&wait=4');
    await admin.patch(`/api/roles/${String(role.body['id'])}`, { body: { permissions: ['companies:read'] } });
    await eventually('the role bites', async () => (await member.get('/api/leads')).status === 403);
    await admin.post('/api/leads', { body: { lastName: 'Too late' } });
    expect((await waiting).body).toMatchObject({ items: [] });
  });
});
