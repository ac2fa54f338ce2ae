import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../support/api-client.js';
import { auditItems } from '../support/audit-reader.js';
import { eventually } from '../support/eventually.js';
import { addMember } from '../support/team-of-members.js';
import { useTestProduct } from '../support/use-test-product.js';
import { type Endpoint, WebhookBench } from '../support/webhook-bench.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

type Body = Record<string, unknown>;

interface Detail {
  readonly status: string;
  readonly event: Body | null;
  readonly request: { headers: Record<string, string>; body: string; redacted: boolean } | null;
}

describe('the request of a delivery in the log', () => {
  const { api } = useTestProduct({ WEBHOOK_SCHEDULE_PERCENT: '0' });
  let bench: WebhookBench;
  let receiver: WebhookReceiver;

  beforeAll(async () => {
    receiver = await WebhookReceiver.start();
  });

  beforeEach(async () => {
    bench = new WebhookBench(await api().register());
    receiver.received.length = 0;
  });

  afterAll(() => receiver.stop());

  async function subscribe(settings: Body = {}, client: ApiClient = bench.api): Promise<Endpoint> {
    const body = { url: receiver.url, events: ['lead.*'], ...settings };
    const created = await client.post('/api/webhooks', { body });
    expect(created.status).toBe(201);
    return { id: String(created.body['id']), secret: String(created.body['secret']) };
  }

  async function detail(id: string | undefined, reader: ApiClient = bench.api): Promise<Detail> {
    const answer = await reader.get<Detail>(`/api/webhooks/deliveries/${id ?? ''}`);
    expect(answer.status).toBe(200);
    return answer.body;
  }

  async function reader(name: string, permissions: readonly string[], fieldRules: Body = {}) {
    const body = { name, permissions, fieldRules };
    expect((await bench.api.post('/api/roles', { body })).status).toBe(201);
    return addMember(bench.api, name);
  }

  async function change(): Promise<string> {
    const body = { lastName: 'Doe', phone: '+49 30 1', score: 1 };
    const id = String((await bench.api.post('/api/leads', { body })).body['id']);
    await bench.api.patch(`/api/leads/${id}`, { body: { phone: '+49 30 2', score: 2 } });
    return id;
  }

  it('is what the receiver got, byte by byte, with neither secrets nor signatures', async () => {
    const headers = { Authorization: 'Bearer of-the-receiver', 'X-Tenant': 'blue' };
    const endpoint = await subscribe({ headers, fields: ['score', 'phone'] });
    await change();
    for (const { id, eventId } of await bench.settled(endpoint, ['succeeded', 'succeeded'])) {
      const shown = await detail(id);
      const got = receiver.received.find(({ event }) => event.id === eventId);
      expect(shown.request?.body).toBe(got?.body.toString());
      expect(shown.request).toMatchObject({
        redacted: false,
        headers: { Authorization: '********', 'X-Tenant': '********', 'webhook-id': eventId },
      });
      for (const [name, value] of Object.entries(shown.request?.headers ?? {}))
        if (!(name in headers)) expect(got?.headers[name]).toBe(value);
      const signature = createHmac('sha256', endpoint.secret).update(shown.request?.body ?? '');
      expect(got?.headers['x-webhook-signature']).toBe(signature.digest('hex'));
      const text = JSON.stringify(shown);
      for (const secret of ['of-the-receiver', 'blue', endpoint.secret.slice(6), 'signature'])
        expect(text).not.toContain(secret);
    }
  });

  it('is shown before it is sent, too', async () => {
    const endpoint = await subscribe({ enabled: false });
    const leadId = await bench.lead();
    const [held] = await bench.settled(endpoint, ['held']);
    const { request } = await detail(held?.id);
    expect(JSON.parse(request?.body ?? '')).toMatchObject({ type: 'lead.created', data: { id: leadId } });
    expect(receiver.received).toEqual([]);
  });

  it('leaves out what is hidden from its reader, of the record and of what it was', async () => {
    const field = { resource: 'leads', key: 'tier', label: 'Tier', type: 'text' };
    await bench.api.post('/api/custom-fields', { body: field });
    const hidden = { phone: 'hidden', 'customFields.tier': 'hidden' };
    const member = await reader('Log', ['webhooks:read', 'leads:read'], {
      leads: hidden,
      webhooks: { headers: 'hidden' },
    });
    const endpoint = await subscribe({ headers: { 'X-Tenant': 'blue' } });
    const id = await change();
    await bench.api.patch(`/api/leads/${id}`, { body: { score: 3, customFields: { tier: 'gold' } } });
    for (const delivery of await bench.settled(endpoint, Array<string>(3).fill('succeeded'))) {
      const { request } = await detail(delivery.id, member);
      expect(request?.redacted).toBe(true);
      expect(request?.headers).toBeUndefined();
      for (const secret of ['+49', 'phone', 'gold', 'tier']) expect(request?.body).not.toContain(secret);
      const whole = JSON.parse((await detail(delivery.id)).request?.body ?? '') as Body;
      expect(JSON.parse(request?.body ?? '')).toMatchObject({ id: delivery.eventId, type: whole['type'] });
      const score = (whole['data'] as Body)['score'];
      expect(JSON.parse(request?.body ?? '')).toMatchObject({ data: { id, score } });
    }
  });

  it('is not for readers of the log who may not read the record', async () => {
    const blind = await reader('Blind', ['webhooks:read']);
    const own = await reader('Own', ['webhooks:read', 'leads:read:own']);
    const endpoint = await subscribe({ events: ['lead.created'] });
    await bench.lead();
    const [theirs] = await bench.settled(endpoint, ['succeeded']);
    for (const member of [blind, own])
      expect(await detail(theirs?.id, member)).toMatchObject({ status: 'succeeded', request: null });
    await bench.api.post('/api/leads', { body: { lastName: 'Own', ownerId: own.userId } });
    const deliveries = await bench.settled(endpoint, ['succeeded', 'succeeded']);
    const mine = deliveries.find(({ id }) => id !== theirs?.id);
    expect((await detail(mine?.id, own)).request?.body).toContain(own.userId);
    expect((await detail(mine?.id, blind)).request).toBeNull();
    expect((await detail(theirs?.id)).request?.redacted).toBe(false);
  });

  it('shows no more than its owner may see, whoever looks', async () => {
    const permissions = ['webhooks:*', 'leads:read:own'];
    const owner = await reader('Owner', permissions, { leads: { phone: 'hidden' } });
    const endpoint = await subscribe({ events: ['lead.created'] }, owner);
    const make = (ownerId: string | null) =>
      bench.api.post('/api/leads', { body: { lastName: 'Doe', phone: '+49 30 1', ownerId } });
    await make(owner.userId);
    await make(null);
    const deliveries = await bench.settled(endpoint, ['succeeded', 'cancelled']);
    const of = (wanted: string) => detail(deliveries.find(({ status }) => status === wanted)?.id);
    const { request } = await of('succeeded');
    expect(request?.body).toBe(receiver.received[0]?.body.toString());
    expect(request?.body).not.toContain('+49');
    expect((await of('cancelled')).request).toBeNull();
  });

  it('shows a test, and tells the audit log who read what is sensitive', async () => {
    const endpoint = await subscribe({ events: ['webhook.disabled'] });
    const test = await bench.api.post(`/api/webhooks/${endpoint.id}/test`, { body: {} });
    const request = test.body['request'] as Detail['request'];
    expect(request?.body).toBe(receiver.received[0]?.body.toString());
    const other = await subscribe();
    await bench.api.post(`/api/webhooks/${other.id}/disable`, { body: {} });
    const deliveries = await bench.settled(endpoint, ['succeeded', 'succeeded']);
    const told = deliveries.find(({ eventType }) => eventType === 'webhook.disabled');
    expect((await detail(told?.id)).request?.body).toContain(receiver.url);
    await eventually('the entry', async () => {
      const entries = await auditItems(bench.api, '&action=webhook.read');
      return entries.some(({ details }) => String(details['ids']) === other.id);
    });
  });
});
