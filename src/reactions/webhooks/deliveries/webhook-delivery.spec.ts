import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ApiClient } from '../../../../test/support/api-client.js';
import { eventually } from '../../../../test/support/eventually.js';
import { queueStores } from '../../../../test/support/queue-stores.js';
import { startTestProduct, type TestProduct } from '../../../../test/support/test-product.js';
import { WebhookBench } from '../../../../test/support/webhook-bench.js';
import {
  type Answer,
  answering,
  answeringAfter,
  hanging,
  WebhookReceiver,
} from '../../../../test/support/webhook-receiver.js';
import { Reactions } from '../../../platform/journal/reactions.js';

const SETTINGS = {
  WEBHOOK_SCHEDULE_PERCENT: '0',
  WEBHOOK_CONNECT_MS: '2000',
  WEBHOOK_HEADERS_MS: '3000',
  WEBHOOK_TOTAL_MS: '4000',
  WEBHOOK_LEASE_MS: '6000',
  WEBHOOK_BREAKER_MS: '1',
  SWEEP_MS: '100',
  SWEEP_GRACE_MS: '0',
};

describe.each(queueStores())('webhook deliveries with the queues in $name', (store) => {
  let product: TestProduct;
  const receivers: WebhookReceiver[] = [];

  beforeAll(async () => {
    product = await startTestProduct({ ...SETTINGS, ...store.settings });
  });

  afterAll(async () => {
    await product.close();
    expect(product.proof.violations).toEqual([]);
  });

  afterEach(async () => {
    await Promise.all(receivers.splice(0).map((receiver) => receiver.stop()));
  });

  async function receive(answer?: Answer): Promise<WebhookReceiver> {
    const receiver = await WebhookReceiver.start(answer);
    receivers.push(receiver);
    return receiver;
  }

  async function bench(): Promise<WebhookBench> {
    return new WebhookBench(await new ApiClient(product.url).register());
  }

  it('signs with both schemes, over the bytes that are sent', async () => {
    const tenant = await bench();
    const receiver = await receive();
    const { secret } = await tenant.endpoint(receiver.url);
    const leadId = await tenant.lead();
    const { headers, body, event } = await eventually('a webhook', () => receiver.received[0]);
    const timestamp = String(headers['webhook-timestamp']);
    const standard = createHmac('sha256', Buffer.from(secret.replace('whsec_', ''), 'base64'))
      .update(`${event.id}.${timestamp}.${body.toString('utf8')}`)
      .digest('base64');
    expect(headers['webhook-signature']).toBe(`v1,${standard}`);
    expect(headers['x-webhook-signature']).toBe(createHmac('sha256', secret).update(body).digest('hex'));
    expect(Math.abs(Number(timestamp) * 1_000 - Date.now())).toBeLessThan(60_000);
    expect(headers).toMatchObject({ 'webhook-id': event.id, 'x-webhook-event': 'lead.created' });
    expect(event).toMatchObject({ type: 'lead.created', data: { id: leadId, lastName: 'Doe' } });
    expect(event).toMatchObject({ tenantId: tenant.api.tenant.tenantId, recordVersion: 1 });
  });

  it('brings each event once to each endpoint that subscribes to it', async () => {
    const tenant = await bench();
    const [all, leads, exact] = [await receive(), await receive(), await receive()];
    await tenant.endpoint(all.url, ['*']);
    await tenant.endpoint(leads.url, ['lead.*']);
    await tenant.endpoint(exact.url, ['lead.updated', 'lead.deleted']);
    const ids = await tenant.leads(20);
    await Promise.all(ids.map((id) => tenant.api.patch(`/api/leads/${id}`, { body: { score: 1 } })));
    await Promise.all(ids.map((id) => tenant.api.delete(`/api/leads/${id}`)));
    await eventually('all webhooks', () => [all, leads].every(({ ids: seen }) => seen.length >= 60));
    await eventually('the chosen webhooks', () => exact.received.length >= 40);
    for (const receiver of [all, leads, exact]) expect(new Set(receiver.ids).size).toBe(receiver.ids.length);
    const types = exact.received.map(({ event }) => event.type).sort();
    expect(types).toEqual([
      ...Array<string>(20).fill('lead.deleted'),
      ...Array<string>(20).fill('lead.updated'),
    ]);
  });

  it('tries again what fails, with the same id and body, and logs each attempt', async () => {
    const tenant = await bench();
    const receiver = await receive((response, _webhook, count) => {
      response.writeHead(count < 2 ? 500 : 200).end('well');
    });
    const endpoint = await tenant.endpoint(receiver.url);
    await tenant.lead();
    const [delivery] = await tenant.settled(endpoint, ['succeeded']);
    expect(delivery).toMatchObject({ attempts: 3, responseStatus: 200 });
    expect(new Set(receiver.ids).size).toBe(1);
    expect(new Set(receiver.received.map(({ body }) => body.toString())).size).toBe(1);
    expect(receiver.received.map(({ headers }) => headers['x-webhook-attempt'])).toEqual(['1', '2', '3']);
    const detail = await tenant.api.get(`/api/webhooks/deliveries/${String(delivery?.id)}`);
    expect(detail.body['attemptLog']).toMatchObject([
      { number: 1, outcome: 'response', responseStatus: 500 },
      { number: 2, outcome: 'response', responseStatus: 500 },
      { number: 3, outcome: 'response', responseStatus: 200, responseExcerpt: 'well' },
    ]);
  });

  it('gives up after the tenth attempt', async () => {
    const tenant = await bench();
    const receiver = await receive(answering(503));
    const endpoint = await tenant.endpoint(receiver.url);
    await tenant.lead();
    const [delivery] = await tenant.settled(endpoint, ['failed']);
    expect(delivery?.attempts).toBe(10);
    expect(receiver.received).toHaveLength(10);
  });

  it('disables an endpoint at its first 410, and sends it nothing more', async () => {
    const tenant = await bench();
    const receiver = await receive(answering(410));
    const endpoint = await tenant.endpoint(receiver.url, ['lead.*']);
    await tenant.lead();
    await tenant.settled(endpoint, ['failed']);
    const path = `/api/webhooks/${endpoint.id}`;
    const disabled = await eventually('disabled', async () => {
      const { body } = await tenant.api.get(path);
      return body['enabled'] === false ? body : undefined;
    });
    expect(disabled['disabledReason']).toContain('410');
    const other = await receive();
    await tenant.endpoint(other.url, ['lead.*']);
    await tenant.lead();
    await eventually('the other endpoint', () => other.received.length === 1);
    expect(receiver.received).toHaveLength(1);
    const enabled = await tenant.api.patch(path, { body: { enabled: true } });
    expect(enabled.body).toMatchObject({ enabled: true, disabledReason: null });
  });

  it('keeps at most ten in flight to an endpoint that hangs, and serves the next endpoint meanwhile', async () => {
    const tenant = await bench();
    const stuck = await receive(hanging);
    const healthy = await receive();
    await tenant.endpoint(stuck.url);
    await tenant.endpoint(healthy.url);
    await tenant.leads(30);
    await eventually('the healthy endpoint', () => healthy.received.length === 30);
    await eventually('ten hanging', () => stuck.mostInFlight >= 10);
    expect(stuck.mostInFlight).toBe(10);
  });

  it('keeps at most ten in flight to an endpoint whose slots pass from one to the next', async () => {
    const tenant = await bench();
    const receiver = await receive(answeringAfter(5));
    await tenant.endpoint(receiver.url);
    for (let round = 0; round < 12; round += 1) await tenant.leads(25);
    await eventually('all', () => new Set(receiver.ids).size === 300);
    expect(receiver.received).toHaveLength(300);
    expect(receiver.mostInFlight).toBeLessThanOrEqual(10);
  });

  it('holds what an endpoint was to get while it is disabled, and sends it afterwards', async () => {
    const tenant = await bench();
    const receiver = await receive(answeringAfter(100, 500));
    const endpoint = await tenant.endpoint(receiver.url);
    await tenant.leads(15);
    await eventually('the first', () => receiver.received.length > 0);
    const path = `/api/webhooks/${endpoint.id}`;
    expect((await tenant.api.patch(path, { body: { enabled: false } })).status).toBe(200);
    await tenant.settled(endpoint, Array<string>(15).fill('pending'));
    const before = receiver.received.length;
    receiver.answer = answering(204);
    expect((await tenant.api.patch(path, { body: { enabled: true } })).status).toBe(200);
    await tenant.settled(endpoint, Array<string>(15).fill('succeeded'));
    expect(receiver.received).toHaveLength(before + 15);
  });

  it('sends nothing to an endpoint that was deleted between two attempts', async () => {
    const tenant = await bench();
    const receiver = await receive(answeringAfter(50, 500));
    const endpoint = await tenant.endpoint(receiver.url);
    await tenant.leads(3);
    await eventually('the first', () => receiver.received.length >= 3);
    expect((await tenant.api.delete(`/api/webhooks/${endpoint.id}`)).status).toBe(204);
    await eventually('the last in flight', () => receiver.inFlight === 0);
    const before = receiver.received.length;
    const other = await receive();
    await tenant.endpoint(other.url);
    await tenant.leads(3);
    await eventually('the other endpoint', () => other.received.length === 3);
    expect(receiver.received).toHaveLength(before);
  });

  it('loses nothing when the queue is flushed at any moment', async () => {
    const tenant = await bench();
    const receiver = await receive(answeringAfter(20));
    await tenant.endpoint(receiver.url);
    for (let round = 0; round < 5; round += 1) {
      await tenant.leads(20);
      await store.flush(product.databaseUrl);
    }
    await eventually('all 100', () => new Set(receiver.ids).size === 100, { within: 15_000 });
  });

  it('goes on although another reaction fails at every event', async () => {
    const tenant = await bench();
    const receiver = await receive();
    await tenant.endpoint(receiver.url);
    const reactions = product.app.get(Reactions);
    const fail = () => Promise.reject(new Error('broken'));
    reactions.consumers.unshift({ name: 'broken', consume: fail });
    reactions.dueWorks.unshift({ name: 'broken', runDue: fail });
    try {
      await tenant.lead();
      await eventually('the webhook', () => receiver.received.length === 1);
    } finally {
      reactions.consumers.shift();
      reactions.dueWorks.shift();
    }
  });
});
