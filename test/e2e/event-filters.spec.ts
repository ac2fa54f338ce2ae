import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient, RegisteredTenant } from '../support/api-client.js';
import { eventually } from '../support/eventually.js';
import { type EventPage, FeedReader } from '../support/feed-reader.js';
import { addMember } from '../support/team-of-members.js';
import { useTestProduct } from '../support/use-test-product.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

type Body = Record<string, unknown>;

const QUALIFIED = { field: 'status', value: 'Qualified' };

function filtered(filter: unknown, rest = ''): string {
  return `&filter=${encodeURIComponent(JSON.stringify(filter))}${rest}`;
}

describe('the change feed with a filter', () => {
  const { api } = useTestProduct();
  const receivers: WebhookReceiver[] = [];
  let admin: ApiClient & { readonly tenant: RegisteredTenant };

  beforeAll(async () => {
    admin = await api().register();
    const field = { resource: 'leads', key: 'tier', label: 'Tier', type: 'text' };
    expect((await admin.post('/api/custom-fields', { body: field })).status).toBe(201);
  });

  afterAll(() => Promise.all(receivers.map((receiver) => receiver.stop())));

  async function subscribe(filter: Body, events: readonly string[]): Promise<WebhookReceiver> {
    const receiver = await WebhookReceiver.start();
    receivers.push(receiver);
    const created = await admin.post('/api/webhooks', { body: { url: receiver.url, events, filter } });
    expect(created.status).toBe(201);
    return receiver;
  }

  async function lead(body: Body): Promise<string> {
    const created = await admin.post('/api/leads', { body: { lastName: 'Doe', ...body } });
    expect(created.status).toBe(201);
    return String(created.body['id']);
  }

  /** @returns the page after everything that is there, and where that is */
  async function end(): Promise<number> {
    const feed = await FeedReader.fromEnd(admin);
    const id = await lead({ lastName: 'Mark' });
    await feed.until('the mark', (all) => all.some(({ recordId }) => recordId === id));
    return (await admin.get<EventPage>('/api/events?after=now')).body.after;
  }

  it('shows what a webhook with the same filter is sent, and nothing else', async () => {
    const filters: Body[] = [
      QUALIFIED,
      { not: QUALIFIED },
      { and: [{ field: 'score', operator: 'gte', value: 50 }, { not: { field: 'tag', value: ['cold'] } }] },
      { field: 'customFields.tier', value: 'gold' },
      { field: 'owner.email', operator: 'contains', value: '@' },
      { field: 'createdAt', operator: 'gte', value: 'today-1d' },
      { field: 'createdAt', operator: 'gt', value: 'tomorrow' },
    ];
    const start = await end();
    const pushed = [];
    for (const filter of filters) pushed.push(await subscribe(filter, ['lead.*']));
    const all = await subscribe({ not: { field: 'lastName', value: 'Mark' } }, ['lead.*']);
    await lead({ status: 'Qualified', score: 60, customFields: { tier: 'gold' } });
    await lead({ score: 60, tags: ['cold'], ownerId: admin.tenant.userId });
    const moving = await lead({ score: 10, customFields: { tier: 'tin' } });
    await admin.patch(`/api/leads/${moving}`, { body: { status: 'Qualified', score: 70 } });
    await admin.patch(`/api/leads/${moving}`, { body: { status: 'Contacted', score: 40 } });
    await admin.patch(`/api/leads/${moving}`, { body: { status: 'Qualified' } });
    await admin.delete(`/api/leads/${moving}`);
    await admin.post(`/api/leads/${moving}/restore`);
    const feed = new FeedReader(admin, start, '&resource=lead');
    const events = await feed.until('eight events', (seen) => seen.length === 8);
    await eventually('all are sent', () => all.received.length === 8);
    for (const [index, filter] of filters.entries()) {
      const pulled = await new FeedReader(admin, start, filtered(filter, '&types=lead.*')).read();
      const receiver = pushed[index];
      await eventually(
        'as many',
        () => receiver?.received.length === pulled.length && receiver.inFlight === 0,
      );
      expect([...(receiver?.ids ?? [])].sort()).toEqual(pulled.map(({ id }) => id).sort());
    }
    const qualified = await new FeedReader(admin, start, filtered(QUALIFIED, '&resource=lead')).read();
    const story = qualified.map(({ type, recordVersion }) => `${type} ${recordVersion}`);
    expect(story).toEqual([
      'lead.created 1',
      'lead.updated 2',
      'lead.updated 4',
      'lead.deleted 5',
      'lead.restored 6',
    ]);
    const others = await new FeedReader(admin, start, filtered({ not: QUALIFIED }, '&resource=lead')).read();
    expect(qualified.length + others.length).toBe(events.length);
  });

  it('goes on where a page ended, and over what does not match', async () => {
    const start = await end();
    const wanted: string[] = [];
    for (const score of [1, 90, 2, 91, 92, 3]) {
      const id = await lead({ score });
      if (score >= 90) wanted.push(id);
    }
    const last = await end();
    const filter = { field: 'score', operator: 'gte', value: 90 };
    const pages: EventPage[] = [];
    let page: EventPage = { items: [], after: start, hasMore: true };
    while (page.hasMore) {
      const query = `after=${page.after}&limit=2${filtered(filter)}`;
      page = (await admin.get<EventPage>(`/api/events?${query}`)).body;
      pages.push(page);
    }
    expect(pages.map(({ items }) => items.map(({ recordId }) => recordId))).toEqual([
      wanted.slice(0, 2),
      wanted.slice(2),
    ]);
    expect(pages.map(({ after, hasMore }) => [after, hasMore])).toEqual([
      [start + 4, true],
      [last, false],
    ]);
    const none = await admin.get<EventPage>(
      `/api/events?after=${start}${filtered({ field: 'score', operator: 'gt', value: 99 })}`,
    );
    expect(none.body).toEqual({ items: [], after: last, hasMore: false });
    const both = await admin.get<EventPage>(
      `/api/events?after=${start}&recordId=${String(wanted[1])}&fields=score${filtered(filter)}`,
    );
    expect(both.body.items.map(({ data }) => data)).toEqual([{ id: wanted[1], version: 1, score: 91 }]);
  });

  it('waits for an event that matches, and for nothing else', async () => {
    const start = await end();
    const wait = (seconds: number) =>
      admin.get<EventPage>(`/api/events?after=${start}&wait=${seconds}${filtered(QUALIFIED)}`);
    const started = Date.now();
    const idle = wait(2);
    await lead({ status: 'New' });
    await admin.post('/api/companies', { body: { name: 'Passed over' } });
    const passed = await end();
    const { body: nothing } = await idle;
    expect(Date.now() - started).toBeGreaterThanOrEqual(1_900);
    expect(nothing).toEqual({ items: [], after: passed, hasMore: false });
    const waiting = wait(20);
    await lead({ status: 'New' });
    const wanted = await lead({ status: 'Qualified' });
    const { body } = await waiting;
    expect(body.items.map(({ recordId }) => recordId)).toEqual([wanted]);
    expect(Date.now() - started).toBeLessThan(12_000);
  });

  it.each<[unknown, string, string?]>([
    [{ field: 'colour', value: 'red' }, 'colour'],
    [{ field: 'colour', value: 'red' }, 'colour', '&resource=lead'],
    [{ field: 'colour', value: 'red' }, 'colour', '&resource=lead&types=company.*'],
    [{ field: 'score', operator: 'contains', value: 'x' }, 'score'],
    [{ field: 'score', operator: 'gt', value: 'much' }, 'score'],
    [{ field: 'customFields.unknown', value: 1 }, 'customFields.unknown'],
    [{ field: 'owner.password', value: 'x' }, 'owner.password'],
    [{ field: 'temperature', value: 'hot' }, 'temperature', '&types=lead.created,company.created'],
    [{ field: 'name', value: 'x' }, 'filter', '&resource=user'],
    [{ and: [] }, 'filter'],
    [{ not: { not: { not: { not: { not: { not: QUALIFIED } } } } } }, 'filter'],
    [{ or: Array.from({ length: 101 }, () => QUALIFIED) }, 'filter'],
    [null, 'filter'],
    ['status', 'filter'],
    [[QUALIFIED], 'filter'],
  ])('refuses %j', async (filter, field, rest = '') => {
    const answer = await admin.get(`/api/events?after=0${filtered(filter, rest)}`);
    const error = { code: 'BAD_REQUEST', details: [{ field }] };
    expect(answer).toMatchObject({ status: 400, body: { error } });
  });

  it.each(['filter=', 'filter=status:Qualified', `filter={}&filter={}`])('refuses %s', async (query) => {
    const answer = await admin.get(`/api/events?${query}`);
    expect(answer).toMatchObject({ status: 400, body: { error: { details: [{ field: 'filter' }] } } });
  });

  it('is of those records alone that have the field, where nothing says which records', async () => {
    const start = await end();
    await admin.post('/api/companies', { body: { name: 'Hot' } });
    const id = await lead({ temperature: 'hot' });
    await end();
    const feed = new FeedReader(admin, start, filtered({ field: 'temperature', value: 'hot' }));
    expect((await feed.read()).map(({ recordId }) => recordId)).toEqual([id]);
  });
});

describe('the filtered change feed of who may not see everything', () => {
  const { api } = useTestProduct();
  let admin: ApiClient;

  beforeAll(async () => {
    admin = await api().register();
  });

  async function role(name: string, body: Body): Promise<string> {
    const created = await admin.post('/api/roles', { body: { name, ...body } });
    expect(created.status).toBe(201);
    return `/api/roles/${String(created.body['id'])}`;
  }

  it('refuses what is hidden, and tells nothing by it', async () => {
    await role('No phones', { permissions: ['leads:read'], fieldRules: { leads: { phone: 'hidden' } } });
    const member = await addMember(admin, 'No phones');
    await admin.post('/api/leads', { body: { lastName: 'Doe', phone: '+49 30 1', score: 7 } });
    await new FeedReader(admin).until('made', (all) => all.some(({ data }) => data['score'] === 7));
    const phone = { field: 'phone', operator: 'contains', value: '49' };
    for (const rest of ['', '&resource=lead', '&types=lead.created']) {
      const answer = await member.get(`/api/events?after=0${filtered(phone, rest)}`);
      expect(answer).toMatchObject({ status: 400, body: { error: { details: [{ field: 'phone' }] } } });
    }
    const score = await member.get<EventPage>(`/api/events?after=0${filtered({ field: 'score', value: 7 })}`);
    expect(score.body.items.map(({ data }) => data['score'])).toEqual([7]);
    expect(JSON.stringify(score.body)).not.toContain('+49');
    const unread = await member.get(`/api/events?resource=company${filtered({ field: 'name', value: 'x' })}`);
    expect(unread).toMatchObject({ status: 403, body: { error: { code: 'PERMISSION_DENIED' } } });
  });

  it('keeps to their reach, as a webhook of theirs does', async () => {
    await role('Own', { permissions: ['leads:read:own'] });
    const member = await addMember(admin, 'Own');
    const feed = await FeedReader.fromEnd(admin);
    const make = async (score: number, ownerId: string | null) => {
      const { body } = await admin.post('/api/leads', { body: { lastName: 'Doe', score, ownerId } });
      return String(body['id']);
    };
    await make(60, null);
    await make(40, member.userId);
    const own = await make(60, member.userId);
    await feed.until('three', (all) => all.length === 3);
    const query = filtered({ field: 'score', operator: 'gte', value: 50 });
    const seen = await new FeedReader(member, feed.start, query).read();
    expect(seen.map(({ recordId }) => recordId)).toEqual([own]);
  });

  it('ends with 400 for who waited while a field was hidden from them', async () => {
    const path = await role('Waiting', { permissions: ['leads:read'], fieldRules: {} });
    const member = await addMember(admin, 'Waiting');
    const phone = filtered({ field: 'phone', operator: 'contains', value: '49' }, '&resource=lead');
    const waiting = member.get(`/api/events?after=now&wait=15${phone}`);
    await admin.patch(path, { body: { fieldRules: { leads: { phone: 'hidden' } } } });
    await eventually('the rule bites', async () => {
      return (await member.get('/api/leads?phone[contains]=1')).status === 400;
    });
    await admin.post('/api/leads', { body: { lastName: 'Late', phone: '+49 30 2' } });
    expect(await waiting).toMatchObject({ status: 400, body: { error: { details: [{ field: 'phone' }] } } });
  });
});
