import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient, RegisteredTenant } from '../support/api-client.js';
import { eventually } from '../support/eventually.js';
import { addMember } from '../support/team-of-members.js';
import { useTestProduct } from '../support/use-test-product.js';
import { type Endpoint, WebhookBench } from '../support/webhook-bench.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

type Body = Record<string, unknown>;

describe('what a webhook is sent', () => {
  const { api } = useTestProduct({ WEBHOOK_SCHEDULE_PERCENT: '0' });
  const receivers: WebhookReceiver[] = [];
  let admin: ApiClient & { readonly tenant: RegisteredTenant };
  let bench: WebhookBench;

  beforeAll(async () => {
    admin = await api().register();
    bench = new WebhookBench(admin);
  });

  afterEach(async () => {
    await Promise.all(receivers.splice(0).map((receiver) => receiver.stop()));
    for (const { id } of (await admin.get<{ items: Endpoint[] }>('/api/webhooks?pageSize=100')).body.items)
      await admin.delete(`/api/webhooks/${id}`);
  });

  async function subscribe(settings: Body, events = ['lead.*'], client: ApiClient = admin) {
    const receiver = await WebhookReceiver.start();
    receivers.push(receiver);
    const body = { url: receiver.url, events, ...settings };
    const created = await client.post('/api/webhooks', { body });
    expect(created).toMatchObject({ status: 201, body: settings });
    return { receiver, endpoint: { id: String(created.body['id']), secret: '' } };
  }

  async function lead(body: Body): Promise<string> {
    const created = await admin.post('/api/leads', { body: { lastName: 'Doe', ...body } });
    expect(created.status).toBe(201);
    return String(created.body['id']);
  }

  /** Everything that happened before has been fanned out when this one has come. */
  async function settle(receiver: WebhookReceiver, marks: WebhookReceiver): Promise<Body[]> {
    const before = marks.received.length;
    await lead({ lastName: 'Mark' });
    await eventually('the mark', () => marks.received.length > before);
    // Another endpoint's deliveries may come later than the mark.
    await eventually('nothing left to send', async () => {
      const { body } = await admin.get('/api/webhooks/deliveries?status=pending,sending');
      return body.totalCount === 0;
    });
    return receiver.received.map(({ event }) => event.data);
  }

  it.each<[string, Body, Body[], number[]]>([
    ['a value', { field: 'status', value: 'Qualified' }, [{ status: 'Qualified' }, { status: 'New' }], [0]],
    [
      'a tree',
      { and: [{ field: 'score', operator: 'gte', value: 50 }, { not: { field: 'tag', value: ['cold'] } }] },
      [{ score: 60 }, { score: 60, tags: ['cold'] }, { score: 40 }, {}],
      [0],
    ],
    ['text', { field: 'company', operator: 'contains', value: 'acme' }, [{ company: 'ACME Ltd' }, {}], [0]],
    ['what is not there', { field: 'company', operator: 'isNull', value: true }, [{}, { company: 'x' }], [0]],
    ['today', { field: 'createdAt', operator: 'gte', value: 'today-1d' }, [{}, {}], [0, 1]],
    ['tomorrow', { field: 'createdAt', operator: 'gt', value: 'tomorrow' }, [{}], []],
  ])('is what the filter is true of: %s', async (_name, filter, leads, wanted) => {
    const { receiver } = await subscribe({ filter });
    const { receiver: marks } = await subscribe({ filter: { field: 'lastName', value: 'Mark' } });
    const ids: string[] = [];
    for (const body of leads) ids.push(await lead(body));
    const got = (await settle(receiver, marks)).filter(({ lastName }) => lastName !== 'Mark');
    expect(got.map(({ id }) => id).sort()).toEqual(wanted.map((index) => ids[index]).sort());
  });

  it('is judged on the record as it was at the event, deleted ones too', async () => {
    const { receiver } = await subscribe({ filter: { field: 'status', value: 'Qualified' } });
    const { receiver: marks } = await subscribe({ filter: { field: 'lastName', value: 'Mark' } });
    const id = await lead({ status: 'New' });
    await admin.patch(`/api/leads/${id}`, { body: { status: 'Qualified' } });
    await admin.patch(`/api/leads/${id}`, { body: { status: 'Contacted' } });
    await admin.patch(`/api/leads/${id}`, { body: { status: 'Qualified', score: 5 } });
    await admin.delete(`/api/leads/${id}`);
    await settle(receiver, marks);
    const seen = receiver.received.map(({ event }) => `${event.type} ${String(event.data['version'])}`);
    expect(seen.sort()).toEqual(['lead.deleted 5', 'lead.updated 2', 'lead.updated 4']);
  });

  it('follows custom fields and relations', async () => {
    const field = { resource: 'leads', key: 'tier', label: 'Tier', type: 'text' };
    expect((await admin.post('/api/custom-fields', { body: field })).status).toBe(201);
    const filter = {
      and: [
        { field: 'customFields.tier', value: 'gold' },
        { field: 'owner.email', operator: 'contains', value: '@' },
      ],
    };
    const { receiver } = await subscribe({ filter });
    const { receiver: marks } = await subscribe({ filter: { field: 'lastName', value: 'Mark' } });
    const ownerId = admin.tenant.userId;
    const wanted = await lead({ ownerId, customFields: { tier: 'gold' } });
    await lead({ ownerId, customFields: { tier: 'tin' } });
    await lead({ customFields: { tier: 'gold' } });
    expect((await settle(receiver, marks)).map(({ id }) => id)).toEqual([wanted]);
  });

  it('is of those records alone that have the field, when the endpoint subscribes to everything', async () => {
    const { receiver } = await subscribe({ filter: { field: 'temperature', value: 'hot' } }, ['*']);
    const { receiver: marks } = await subscribe({ filter: { field: 'lastName', value: 'Mark' } });
    await admin.post('/api/companies', { body: { name: 'Hot' } });
    const id = await lead({ temperature: 'hot' });
    expect((await settle(receiver, marks)).map((data) => data['id'])).toEqual([id]);
  });

  it.each<[Body, string]>([
    [{ field: 'colour', value: 'red' }, 'colour'],
    [{ field: 'score', operator: 'contains', value: 'x' }, 'score'],
    [{ field: 'score', operator: 'gt', value: 'much' }, 'score'],
    [{ field: 'customFields.unknown', value: 1 }, 'customFields.unknown'],
    [{ field: 'owner.password', value: 'x' }, 'owner.password'],
    [{ and: [] }, 'filter'],
    [{ not: { not: { not: { not: { not: { not: { field: 'score', value: 1 } } } } } } }, 'filter'],
    [{ or: Array.from({ length: 101 }, () => ({ field: 'score', value: 1 })) }, 'filter'],
  ])('is refused for the filter %j', async (filter, field) => {
    const good = { url: 'https://example.com/hook', events: ['lead.created'] };
    const path = `/api/webhooks/${(await bench.endpoint(good.url)).id}`;
    const error = { code: 'BAD_REQUEST', details: [{ field }] };
    for (const { status, body } of [
      await admin.post('/api/webhooks', { body: { ...good, filter } }),
      await admin.post('/api/webhooks', { body: { ...good, events: ['*'], filter } }),
      await admin.put(path, { body: { ...good, filter } }),
      await admin.patch(path, { body: { filter } }),
    ])
      expect({ status, body }).toMatchObject({ status: 400, body: { error } });
    expect((await admin.get(path)).body).toMatchObject({ filter: null });
  });

  it('must be a filter for every kind of record that the events name', async () => {
    const body = {
      url: 'https://example.com/hook',
      events: ['lead.created', 'company.created'],
      filter: { field: 'temperature', value: 'hot' },
    };
    const refused = await admin.post('/api/webhooks', { body });
    expect(refused).toMatchObject({ status: 400, body: { error: { details: [{ field: 'temperature' }] } } });
    const created = await admin.post('/api/webhooks', { body: { ...body, events: ['lead.created'] } });
    const path = `/api/webhooks/${String(created.body['id'])}`;
    expect((await admin.patch(path, { body: { events: body.events } })).status).toBe(400);
    expect((await admin.patch(path, { body: { events: ['*'] } })).status).toBe(200);
  });

  it('shows the chosen fields, with id and version, also of what was before', async () => {
    const { receiver } = await subscribe({ fields: ['score', 'status'] });
    const id = await lead({ score: 1, phone: '+49 30 1' });
    await admin.patch(`/api/leads/${id}`, { body: { score: 2, phone: '+49 30 2' } });
    await eventually('both', () => receiver.received.length === 2);
    const bodies = receiver.received.map(({ body }) => JSON.parse(body.toString()) as Body);
    const byVersion = bodies.sort(
      (one, other) => Number(one['recordVersion']) - Number(other['recordVersion']),
    );
    expect(byVersion).toMatchObject([
      { data: { id, version: 1, score: 1, status: 'New' }, previous: null },
      { data: { id, version: 2, score: 2, status: 'New' }, previous: { score: 1 } },
    ]);
    for (const { data } of byVersion)
      expect(Object.keys(data as Body).sort()).toEqual(['id', 'score', 'status', 'version']);
    expect(byVersion[1]?.['previous']).toEqual({ score: 1 });
  });

  it('is refused for fields that the records do not have', async () => {
    const good = { url: 'https://example.com/hook', events: ['lead.created'] };
    for (const [fields, field] of [
      [['scores'], 'fields.0'],
      [['score', 'domain'], 'fields.1'],
      [[], 'fields'],
    ]) {
      const refused = await admin.post('/api/webhooks', { body: { ...good, fields } });
      expect(refused).toMatchObject({ status: 422, body: { error: { details: [{ field }] } } });
    }
    const { body } = await admin.post('/api/webhooks', { body: { ...good, fields: ['scores'] } });
    expect(JSON.stringify(body)).toContain('did you mean score?');
  });

  it('stops when its owner may not see a field any more by which it filters, and tells nobody which were wanted', async () => {
    const role = { name: 'Filtering', permissions: ['*:*'], fieldRules: {} };
    const { body: made } = await admin.post('/api/roles', { body: role });
    const member = await addMember(admin, 'Filtering');
    const filter = { field: 'phone', operator: 'contains', value: '49' };
    const { receiver, endpoint } = await subscribe({ filter }, ['lead.created'], member);
    await lead({ phone: '+49 30 1' });
    await eventually('the first', () => receiver.received.length === 1);
    const fieldRules = { leads: { phone: 'hidden' } };
    expect((await admin.patch(`/api/roles/${String(made['id'])}`, { body: { fieldRules } })).status).toBe(
      200,
    );
    await eventually('the rule bites', async () => {
      return (await member.get('/api/leads?phone[contains]=1')).status === 400;
    });
    await lead({ phone: '+49 30 1' });
    await lead({ phone: '+33 1 1' });
    await bench.settled(endpoint, ['succeeded', 'cancelled', 'cancelled']);
    expect(receiver.received).toHaveLength(1);
    const refused = await member.post('/api/webhooks', {
      body: { url: 'https://example.com/hook', events: ['lead.created'], filter },
    });
    expect(refused).toMatchObject({ status: 400, body: { error: { details: [{ field: 'phone' }] } } });
    const picked = await member.post('/api/webhooks', {
      body: { url: 'https://example.com/hook', events: ['lead.created'], fields: ['phone'] },
    });
    expect(picked).toMatchObject({ status: 422, body: { error: { details: [{ field: 'fields.0' }] } } });
  });

  it('tells an owner nothing of records beyond their reach: all of them are cancelled', async () => {
    const permissions = ['leads:read:own', 'leads:create', 'webhooks:create', 'webhooks:read'];
    expect((await admin.post('/api/roles', { body: { name: 'Own', permissions } })).status).toBe(201);
    const member = await addMember(admin, 'Own');
    const filter = { field: 'score', operator: 'gte', value: 50 };
    const { receiver, endpoint } = await subscribe({ filter }, ['lead.created'], member);
    await lead({ score: 60 });
    await lead({ score: 40 });
    await lead({ score: 40, ownerId: member.userId });
    const own = await lead({ score: 60, ownerId: member.userId });
    await bench.settled(endpoint, ['cancelled', 'cancelled', 'succeeded']);
    expect(receiver.received.map(({ event }) => event.data['id'])).toEqual([own]);
  });
});
