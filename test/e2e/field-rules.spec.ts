import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiAnswer, ApiClient } from '../support/api-client.js';
import { eventually } from '../support/eventually.js';
import { fillPath, listRoutes } from '../support/routes.js';
import { addMember, type Member } from '../support/team-of-members.js';
import { useTestProduct } from '../support/use-test-product.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

/** In the hidden field of a lead: whoever may not see it must never be sent these letters. */
const CANARY = 'canary7f3a9c';
const READ_ONLY_SCORE = 41;

describe('field rules', () => {
  const { product, api } = useTestProduct();
  let admin: ApiClient;
  let restricted: Member;
  let leadId: string;
  const everything: string[] = [];

  beforeAll(async () => {
    admin = await api().register();
    for (const key of ['secret', 'grade', 'open'])
      await admin.post('/api/custom-fields', {
        body: { resource: 'leads', key, label: key, type: 'text', indexed: true },
      });
    const role = await admin.post('/api/roles', {
      body: {
        name: 'Restricted',
        permissions: ['*:*'],
        fieldRules: {
          leads: {
            phone: 'hidden',
            tags: 'hidden',
            score: 'read-only',
            'customFields.secret': 'hidden',
            'customFields.grade': 'read-only',
          },
        },
      },
    });
    expect(role.status).toBe(201);
    restricted = await addMember(admin, 'Restricted');
    leadId = await leadWithSecrets();
  });

  async function leadWithSecrets(): Promise<string> {
    const lead = await admin.post('/api/leads', {
      body: {
        lastName: 'Doe',
        phone: CANARY,
        tags: [CANARY],
        score: READ_ONLY_SCORE,
        customFields: { secret: CANARY, grade: 'B', open: 'yes' },
      },
    });
    return String(lead.body['id']);
  }

  async function ask(method: string, path: string, options = {}): Promise<ApiAnswer> {
    const answer = await restricted.request(method, path, options);
    everything.push(JSON.stringify([answer.body, [...answer.headers]]));
    return answer;
  }

  it('keep a hidden field out of every route that answers the caller', async () => {
    for (const { method, path } of listRoutes(product().app)) {
      if (/\/auth\/(logout|sessions)|metrics/.test(path)) continue;
      const address = fillPath(path, path === '/api/leads/:id/erase' ? await leadWithSecrets() : leadId);
      const isRead = method === 'GET';
      await ask(method, address, isRead || method === 'DELETE' ? {} : { body: {} });
      if (!isRead) continue;
      await ask(method, `${address}?limit=100`);
      await ask(method, `${address}?envelope=true`);
    }
    // The walk has deleted it.
    await ask('POST', `/api/leads/${leadId}/restore`);
    expect((await ask('GET', `/api/leads/${leadId}`)).body).toMatchObject({
      lastName: 'Doe',
      customFields: { grade: 'B', open: 'yes' },
    });
    expect(everything.join('\n')).not.toContain(CANARY);
  }, 120_000);

  it('keep it from being filtered, sorted, searched or guessed', async () => {
    for (const query of [
      `phone=${CANARY}`,
      'phone[isNull]=false',
      'sortBy=phone',
      `tag=${CANARY}`,
      'tags=x',
      `customFields.secret=${CANARY}`,
      'customFields.secret[isNull]=false',
      'sortBy=customFields.secret',
    ]) {
      const answer = await ask('GET', `/api/leads?${query}`);
      expect({ query, status: answer.status }).toEqual({ query, status: 400 });
    }
    expect((await ask('GET', `/api/leads?search=${CANARY}`)).body).toMatchObject({ totalCount: 0 });
    expect((await admin.get(`/api/leads?search=${CANARY}`)).body).toMatchObject({ totalCount: 1 });
    for (const phone of [CANARY, '+1 555 0100']) {
      const guess = await ask('PATCH', `/api/leads/${leadId}`, { body: { phone } });
      expect(guess).toMatchObject({ status: 403, body: { error: { code: 'PERMISSION_DENIED' } } });
    }
    expect((await ask('POST', '/api/leads', { body: { lastName: 'X', phone: '1' } })).status).toBe(403);
    const filter = { field: 'customFields.secret', operator: 'startsWith', value: 'canary' };
    expect((await ask('POST', '/api/leads/search', { body: { filter } })).status).toBe(400);
    for (const secret of [CANARY, 'other', null]) {
      const body = { customFields: { secret } };
      expect((await ask('PATCH', `/api/leads/${leadId}`, { body })).status).toBe(403);
      expect((await ask('POST', '/api/leads', { body: { lastName: 'X', ...body } })).status).toBe(403);
      const bulk = { body: { leads: [{ id: leadId, ...body }] } };
      expect((await ask('PATCH', '/api/leads/bulk', bulk)).body).toMatchObject({
        results: [{ status: 403 }],
      });
    }
    // Whether a hidden value is there at all is nobody's to find out either.
    for (const secret of [CANARY, undefined]) {
      const externalId = `filled-${String(secret)}`;
      const body = { lastName: 'X', externalId, customFields: { ...(secret !== undefined && { secret }) } };
      expect((await admin.post('/api/leads', { body })).status).toBe(201);
      const leads = [{ externalId, customFields: { secret: 'guess' } }];
      const filled = await ask('PUT', '/api/leads/bulk?policy=fillEmpty', { body: { leads } });
      expect(filled.body).toMatchObject({ results: [{ status: 403 }] });
    }
    // A cursor of who searches more fields is another query's cursor.
    for (const lastName of [CANARY, CANARY]) await admin.post('/api/leads', { body: { lastName } });
    const page = await admin.get<{ nextCursor: string }>(`/api/leads?search=${CANARY}&limit=1`);
    const cursor = `/api/leads?search=${CANARY}&limit=1&cursor=${page.body.nextCursor}`;
    expect((await admin.get(cursor)).status).toBe(200);
    expect((await restricted.get(cursor)).status).toBe(400);
  });

  it('keep a hidden value from being lost by a PUT, and a read-only one from being changed', async () => {
    const read = await ask('GET', `/api/leads/${leadId}`);
    expect(read.headers.get('etag')).toMatch(/^W\/"/);
    const put = await ask('PUT', `/api/leads/${leadId}`, { body: { ...read.body, company: 'Acme' } });
    expect(put).toMatchObject({ status: 200, body: { company: 'Acme', score: READ_ONLY_SCORE } });
    expect((await admin.get(`/api/leads/${leadId}`)).body).toMatchObject({
      phone: CANARY,
      tags: [CANARY],
      customFields: { secret: CANARY, grade: 'B', open: 'yes' },
    });
    const custom = (customFields: unknown) =>
      ask('PATCH', `/api/leads/${leadId}`, { body: { customFields } });
    expect((await custom({ grade: 'A' })).status).toBe(403);
    expect((await custom({ grade: null })).status).toBe(403);
    expect((await custom({ grade: 'B', open: 'no' })).body).toMatchObject({
      customFields: { grade: 'B', open: 'no' },
    });
    await ask('PUT', `/api/leads/${leadId}`, { body: { lastName: 'Doe' } });
    expect((await admin.get(`/api/leads/${leadId}`)).body).toMatchObject({
      customFields: { secret: CANARY, grade: 'B' },
    });
    const changed = await ask('PATCH', `/api/leads/${leadId}`, { body: { score: 99 } });
    expect(changed.status).toBe(403);
    expect((await ask('PATCH', `/api/leads/${leadId}`, { body: { score: READ_ONLY_SCORE } })).status).toBe(
      200,
    );
  });

  it('hold in what a stale version is told, and in answers that are replayed', async () => {
    const customFields = { secret: `${CANARY}-2`, open: 'changed' };
    await admin.patch(`/api/leads/${leadId}`, {
      body: { phone: `${CANARY}-2`, company: 'Other', customFields },
    });
    const stale = await ask('PATCH', `/api/leads/${leadId}`, {
      body: { company: 'Mine', customFields: { open: 'mine' } },
      headers: { 'if-match': '"1"' },
    });
    expect(stale).toMatchObject({ status: 412, body: { error: { code: 'VERSION_MISMATCH' } } });
    const before = await addMember(admin, 'Manager');
    expect(JSON.stringify(stale.body)).toContain('customFields.open');
    const request = {
      body: { lastName: 'Once', phone: CANARY, customFields: { secret: CANARY, open: 'yes' } },
      headers: { 'idempotency-key': 'replayed' },
    };
    expect((await before.post('/api/leads', request)).body).toMatchObject({ phone: CANARY });
    await admin.patch(`/api/users/${before.userId}`, { body: { role: 'Restricted' } });
    const replay = await eventually('the role bites', async () => {
      const answer = await before.post('/api/leads', request);
      return answer.body['phone'] === undefined ? answer : undefined;
    });
    expect(replay.headers.get('idempotent-replayed')).toBe('true');
    everything.push(JSON.stringify(replay.body));
    expect(everything.join('\n')).not.toContain(CANARY);
  });

  it('hold in the feed of changes, for what a change has made and for what was there before', async () => {
    await admin.patch(`/api/leads/${leadId}`, { body: { phone: `${CANARY}-3`, company: 'Fed' } });
    type Feed = { items: { data: Record<string, unknown>; previous: Record<string, unknown> | null }[] };
    const query = `types=lead.*&recordId=${leadId}&limit=1000`;
    const { items } = await eventually('the feed has it', async () => {
      const { body } = await admin.get<Feed>(`/api/events?${query}`);
      return body.items.some(({ data }) => data['company'] === 'Fed') && body;
    });
    expect(items.at(-1)?.previous).toHaveProperty('phone');
    const { body } = await restricted.get<Feed>(`/api/events?${query}`);
    expect(body.items).toHaveLength(items.length);
    expect(body.items.at(-1)).toMatchObject({ data: { company: 'Fed' } });
    expect(body.items.at(-1)?.previous).not.toHaveProperty('phone');
    expect(JSON.stringify(body)).not.toContain(CANARY);
    const chosen = await restricted.get<Feed>(`/api/events?${query}&fields=phone,tags,company`);
    expect(JSON.stringify(chosen.body)).not.toContain(CANARY);
  });

  it('shape the OpenAPI document of the caller', async () => {
    type Document = { components: { schemas: Record<string, { properties: Record<string, unknown> }> } };
    const own = await restricted.get<Document>('/api/openapi.json');
    const all = await api().get<Document>('/api/openapi.json');
    expect(all.body.components.schemas['LeadDto']?.properties).toHaveProperty('phone');
    for (const schema of ['LeadDto', 'CreateLeadDto', 'UpdateLeadDto']) {
      expect(own.body.components.schemas[schema]?.properties).not.toHaveProperty('phone');
      expect(own.body.components.schemas[schema]?.properties).toHaveProperty('lastName');
    }
    const keys = async (caller: ApiClient) => {
      const { body } = await caller.get<Document>('/api/openapi.json');
      return JSON.stringify(body.components.schemas['CreateLeadDto']?.properties['customFields']);
    };
    expect(await keys(restricted)).toContain('grade');
    expect(await keys(restricted)).not.toContain('secret');
    expect(await keys(admin)).toContain('secret');
    expect(own.headers.get('etag')).not.toBe(all.headers.get('etag'));
    expect((await api().as('wrong').get('/api/openapi.json')).status).toBe(401);
  });

  it('hold in webhook bodies, with the rights their maker has when they are sent', async () => {
    const receiver = await WebhookReceiver.start();
    try {
      const hook = await restricted.post('/api/webhooks', {
        body: { url: receiver.url, events: ['lead.*'] },
      });
      expect(hook.status).toBe(201);
      const customFields = { secret: CANARY, open: 'yes' };
      const sent = { lastName: 'Sent', phone: CANARY, customFields };
      const created = await admin.post('/api/leads', { body: sent });
      const path = `/api/leads/${String(created.body['id'])}`;
      await admin.patch(path, {
        body: { phone: `${CANARY}-3`, company: 'Sent too', customFields: { secret: `${CANARY}-3` } },
      });
      await eventually('both events', () => receiver.received.length === 2);
      for (const { body, event } of receiver.received) {
        expect(body.toString()).not.toContain(CANARY);
        expect(event.data).toMatchObject({ lastName: 'Sent', customFields: { open: 'yes' } });
      }
      // An Admin who changes where it goes sees all of it.
      const elsewhere = `${receiver.url}?for=the-admin`;
      await admin.patch(`/api/webhooks/${String(hook.body['id'])}`, { body: { url: elsewhere } });
      await admin.patch(path, { body: { company: 'Third' } });
      const third = await eventually('the third event', () => receiver.received[2]);
      expect(third.event.data).toMatchObject({ phone: `${CANARY}-3` });
    } finally {
      await receiver.stop();
    }
  });

  it('send nothing of records that the maker of a webhook does not reach', async () => {
    const receiver = await WebhookReceiver.start();
    try {
      const permissions = ['leads:read:own', 'leads:create:own', 'webhooks:*'];
      expect((await admin.post('/api/roles', { body: { name: 'Own hooks', permissions } })).status).toBe(201);
      const maker = await addMember(admin, 'Own hooks');
      const hook = await maker.post('/api/webhooks', { body: { url: receiver.url, events: ['*'] } });
      await admin.post('/api/leads', { body: { lastName: 'Foreign' } });
      const own = await maker.post('/api/leads', { body: { lastName: 'Own' } });
      await eventually('the own event', () => receiver.received.length === 1);
      expect(receiver.received[0]?.event.data['id']).toBe(own.body['id']);
      const log = await eventually('both deliveries settled', async () => {
        const { body } = await maker.get<{ items: { status: string; id: string }[] }>(
          `/api/webhooks/${String(hook.body['id'])}/deliveries`,
        );
        return body.items.every(({ status }) => ['succeeded', 'cancelled'].includes(status)) && body.items;
      });
      expect(log.map(({ status }) => status).sort()).toEqual(['cancelled', 'succeeded']);
      expect(receiver.received).toHaveLength(1);
    } finally {
      await receiver.stop();
    }
  });
});
