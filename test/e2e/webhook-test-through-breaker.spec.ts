import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { useTestProduct } from '../support/use-test-product.js';
import { type Endpoint, WebhookBench } from '../support/webhook-bench.js';
import { answering, WebhookReceiver } from '../support/webhook-receiver.js';

const LEADS = 14;

describe('a test of a webhook that is spared', () => {
  const { api } = useTestProduct({
    WEBHOOK_SCHEDULE_PERCENT: '0',
    // Longer than any test waits.
    WEBHOOK_BREAKER_MS: '600000',
    WEBHOOK_TEST_WAIT_MS: '8000',
    // What is to be found at once is not left to the sweep.
    SWEEP_MS: '60000',
  });
  let bench: WebhookBench;
  let receiver: WebhookReceiver;
  let endpoint: Endpoint;

  beforeEach(async () => {
    bench = new WebhookBench(await api().register());
    receiver = await WebhookReceiver.start(answering(500));
    endpoint = await bench.endpoint(receiver.url, ['lead.*']);
    await bench.leads(LEADS);
    await eventually('open', async () => (await health())['breaker'] === 'open');
    await eventually('at rest', async () => {
      const deliveries = await bench.deliveries(endpoint);
      return deliveries.length === LEADS && deliveries.every(({ status }) => status !== 'sending');
    });
  });

  afterEach(() => receiver.stop());

  async function health(): Promise<Record<string, unknown>> {
    const { body } = await bench.api.get(`/api/webhooks/${endpoint.id}/stats`);
    return body['health'] as Record<string, unknown>;
  }

  const test = () => bench.api.post(`/api/webhooks/${endpoint.id}/test`, { body: {} });
  const waiting = async () => (await bench.deliveries(endpoint)).filter(({ status }) => status === 'pending');

  it('goes out at once, and what waited follows when it succeeds', async () => {
    const [before, pending] = [receiver.received.length, (await waiting()).length];
    expect(pending).toBeGreaterThan(0);
    receiver.answer = answering(204);
    const { body } = await test();
    expect(body).toMatchObject({ eventType: 'webhook.ping', status: 'succeeded', responseStatus: 204 });
    expect(receiver.received[before]?.event.type).toBe('webhook.ping');
    await eventually('nothing waits', async () => (await waiting()).length === 0);
    const after = await bench.deliveries(endpoint);
    expect(after.filter(({ status }) => status === 'succeeded').length).toBeGreaterThan(pending);
    await eventually('not open', async () => (await health())['breaker'] !== 'open');
  });

  it('changes nothing when it fails: nothing else is sent, and the pause is as long as it was', async () => {
    const [before, count, pending] = [await health(), receiver.received.length, (await waiting()).length];
    const { body } = await test();
    expect(body).toMatchObject({ eventType: 'webhook.ping', status: 'failed', responseStatus: 500 });
    expect(receiver.received).toHaveLength(count + 1);
    await eventually('it is noted', async () => {
      return Number((await health())['failedAttempts']) > Number(before['failedAttempts']);
    });
    expect(await health()).toMatchObject({ breaker: 'open', openUntil: before['openUntil'] });
    expect((await waiting()).length).toBe(pending);
    expect(receiver.received).toHaveLength(count + 1);
  });
});
