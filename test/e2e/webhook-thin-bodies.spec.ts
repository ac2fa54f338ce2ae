import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verifyWebhook } from '../../docs/examples/verify-webhook.js';
import { ApiClient } from '../support/api-client.js';
import { freePort } from '../support/free-port.js';
import { freshDatabaseUrl, startTestProduct, type TestProduct } from '../support/test-product.js';
import { WebhookBench } from '../support/webhook-bench.js';
import { type ReceivedWebhook, WebhookReceiver } from '../support/webhook-receiver.js';

const LIMIT = 256 * 1_024;
/** Three bytes each. */
const LONG = '€'.repeat(90_000);

describe('an event that is too large for a webhook', () => {
  let product: TestProduct;
  let receiver: WebhookReceiver;

  beforeAll(async () => {
    const port = await freePort();
    const settings = { PORT: String(port), PUBLIC_URL: `http://127.0.0.1:${port}` };
    product = await startTestProduct(settings, freshDatabaseUrl());
    receiver = await WebhookReceiver.start();
  });

  afterAll(async () => {
    await receiver.stop();
    await product.close();
    expect(product.proof.violations).toEqual([]);
  });

  function parsed({ body }: ReceivedWebhook): Record<string, unknown> {
    return JSON.parse(body.toString()) as Record<string, unknown>;
  }

  it('comes without its record, signed, and its link leads to all of it', async () => {
    const bench = new WebhookBench(await new ApiClient(product.url).register());
    const endpoint = await bench.endpoint(receiver.url, ['activity.*']);
    const activity = { kind: 'note', subject: 'Long', body: LONG };
    const made = await bench.api.post('/api/activities', { body: activity });
    expect(made.status).toBe(201);
    const id = String(made.body['id']);
    await bench.api.patch(`/api/activities/${id}`, { body: { body: `${LONG}!` } });
    await bench.api.patch(`/api/activities/${id}`, { body: { body: 'short' } });
    const deliveries = await bench.settled(endpoint, ['succeeded', 'succeeded', 'succeeded']);
    const versions = receiver.received.toSorted((one, other) => {
      return Number(parsed(one)['recordVersion']) - Number(parsed(other)['recordVersion']);
    });
    expect(versions).toHaveLength(3);
    for (const [index, webhook] of versions.entries()) {
      const event = parsed(webhook);
      expect(webhook.body.byteLength).toBeLessThan(LIMIT);
      const headers = webhook.headers as Record<string, string>;
      expect(verifyWebhook([endpoint.secret], headers, webhook.body)).toBe(true);
      expect(event).toEqual({
        id: webhook.headers['webhook-id'],
        type: index === 0 ? 'activity.created' : 'activity.updated',
        timestamp: expect.any(String),
        tenantId: bench.api.tenant.tenantId,
        data: { id, version: index + 1 },
        previous: null,
        recordVersion: index + 1,
        schemaVersion: 1,
        truncated: true,
        link: `${product.url}/api/events/${String(event['id'])}`,
      });
      const answer = await fetch(String(event['link']), {
        headers: { authorization: `Bearer ${String(bench.api.token)}` },
      });
      expect(answer.status).toBe(200);
      const { data, previous } = (await answer.json()) as Record<string, Record<string, unknown> | null>;
      expect(data).toMatchObject({ id, version: index + 1, body: [LONG, `${LONG}!`, 'short'][index] });
      expect(previous?.['body']).toBe([undefined, LONG, `${LONG}!`][index]);
      expect((await fetch(String(event['link']))).status).toBe(401);
      const logged = deliveries.find(({ eventId }) => eventId === event['id']);
      const detail = await bench.api.get(`/api/webhooks/deliveries/${logged?.id ?? ''}`);
      expect(detail.body['request']).toMatchObject({ body: webhook.body.toString(), redacted: false });
    }
  });
});
