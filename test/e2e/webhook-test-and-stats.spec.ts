import { eventually } from '../support/eventually.js';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { useTestProduct } from '../support/use-test-product.js';
import { type Endpoint, WebhookBench } from '../support/webhook-bench.js';
import { answering, hanging, WebhookReceiver } from '../support/webhook-receiver.js';

const SETTINGS = {
  WEBHOOK_SCHEDULE_PERCENT: '0',
  WEBHOOK_BREAKER_MS: '0',
  WEBHOOK_TOTAL_MS: '5000',
  WEBHOOK_LEASE_MS: '6000',
  WEBHOOK_TEST_WAIT_MS: '1500',
  SWEEP_MS: '100',
  SWEEP_GRACE_MS: '0',
};

describe('a webhook', () => {
  const { api } = useTestProduct(SETTINGS);
  let bench: WebhookBench;
  let receiver: WebhookReceiver;
  let endpoint: Endpoint;

  beforeEach(async () => {
    bench = new WebhookBench(await api().register());
    receiver = await WebhookReceiver.start();
    endpoint = await bench.endpoint(receiver.url, ['lead.*']);
  });

  afterEach(() => receiver.stop());

  const test = (headers: Readonly<Record<string, string>> = {}) =>
    bench.api.post(`/api/webhooks/${endpoint.id}/test`, { body: {}, headers });

  describe('under test', () => {
    it('gets a ping that no other does, signed like all else, and its answer is shown', async () => {
      const other = await WebhookReceiver.start();
      try {
        await bench.endpoint(other.url, ['*']);
        receiver.answer = (response) => void response.writeHead(200).end('pong');
        const { status, body } = await test();
        expect(status).toBe(200);
        expect(body).toMatchObject({
          webhookId: endpoint.id,
          eventType: 'webhook.ping',
          status: 'succeeded',
          responseStatus: 200,
          attempts: 1,
          event: { type: 'webhook.ping', resource: 'webhook', recordVersion: 1 },
          attemptLog: [{ number: 1, outcome: 'response', responseExcerpt: 'pong' }],
        });
        const [ping] = receiver.received;
        expect(ping?.event).toMatchObject({ type: 'webhook.ping', data: { webhookId: endpoint.id } });
        expect(ping?.headers['webhook-signature']).toMatch(/^v1,/);
        expect(other.received).toHaveLength(0);
        const { body: history } = await bench.api.get(`/api/webhooks/${endpoint.id}`);
        expect(history['version']).toBe(1);
      } finally {
        await other.stop();
      }
    });

    it('is told of as it is when it says no', async () => {
      receiver.answer = answering(500);
      const { status, body } = await test();
      expect(status).toBe(200);
      expect(body).toMatchObject({ status: 'failed', nextAttemptAt: null, responseStatus: 500 });
      expect(body['attemptLog']).toMatchObject([{ outcome: 'response', responseStatus: 500 }]);
    });

    it('is waited for so long and no longer', async () => {
      receiver.answer = hanging;
      const { status, body } = await test();
      expect({ status, now: body['status'] }).toEqual({ status: 200, now: 'sending' });
    });

    it('answers a repeated key with the same test', async () => {
      const headers = { 'idempotency-key': 'test-once' };
      const first = await test(headers);
      const second = await test(headers);
      expect(first.body).toMatchObject({ status: 'succeeded' });
      expect(second.body).toEqual(first.body);
      expect(second.headers.get('idempotent-replayed')).toBe('true');
      expect(receiver.received).toHaveLength(1);
    });

    it('is tested five times a minute', async () => {
      const statuses: number[] = [];
      for (let count = 0; count < 5; count += 1) statuses.push((await test()).status);
      expect(statuses).toEqual(Array<number>(5).fill(200));
      const { status, headers } = await test();
      expect(status).toBe(429);
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      const other = await bench.endpoint(receiver.url, ['lead.*']);
      expect((await bench.api.post(`/api/webhooks/${other.id}/test`, { body: {} })).status).toBe(200);
    });

    it('is not tested while it is disabled', async () => {
      await bench.api.patch(`/api/webhooks/${endpoint.id}`, { body: { enabled: false } });
      expect((await test()).status).toBe(409);
      expect(receiver.received).toHaveLength(0);
    });
  });

  describe('in figures', () => {
    interface Stats extends Record<string, unknown> {
      readonly buckets: readonly { start: string; total: number; succeeded: number; failed: number }[];
    }
    const stats = (query = '') => bench.api.get<Stats>(`/api/webhooks/${endpoint.id}/stats${query}`);

    it('is empty at first', async () => {
      const { status, body } = await stats();
      expect(status).toBe(200);
      expect(body).toMatchObject({
        deliveries: { total: 0, successRate: null },
        attempts: { total: 0, p50Milliseconds: null },
        eventTypes: [],
        bucketSize: 'hour',
        backlog: { pending: 0, oldestPendingAt: null, oldestPendingSeconds: null },
        health: { breaker: 'closed', openUntil: null },
      });
      expect([24, 25]).toContain(body.buckets.length);
    });

    it('counts deliveries by status, type and time, and attempts with their durations', async () => {
      await bench.leads(3);
      await bench.settled(endpoint, Array<string>(3).fill('succeeded'));
      receiver.answer = answering(410);
      const [id = ''] = await bench.leads(1);
      await bench.settled(endpoint, [...Array<string>(3).fill('succeeded'), 'failed']);
      await eventually('disabled', async () => {
        const { body } = await bench.api.get(`/api/webhooks/${endpoint.id}`);
        return body['enabled'] === false;
      });
      await bench.api.patch(`/api/webhooks/${endpoint.id}`, { body: { enabled: true } });
      receiver.answer = answering(204);
      await bench.api.patch(`/api/leads/${id}`, { body: { score: 3 } });
      await bench.settled(endpoint, [...Array<string>(4).fill('succeeded'), 'failed']);
      const { body } = await stats();
      expect(body).toMatchObject({
        deliveries: { total: 5, succeeded: 4, failed: 1, pending: 0, successRate: 0.8 },
        attempts: { total: 5, succeeded: 4 },
        eventTypes: [
          { eventType: 'lead.created', total: 4, succeeded: 3, failed: 1 },
          { eventType: 'lead.updated', total: 1, succeeded: 1, failed: 0 },
        ],
      });
      const { p50Milliseconds, p95Milliseconds } = body['attempts'] as Record<string, number>;
      expect(p95Milliseconds).toBeGreaterThanOrEqual(p50Milliseconds ?? Infinity);
      const sum = (of: 'total' | 'failed') => body.buckets.reduce((total, bucket) => total + bucket[of], 0);
      expect([sum('total'), sum('failed')]).toEqual([5, 1]);
      const long = await stats(`?since=${new Date(Date.now() - 10 * 86_400_000).toISOString()}`);
      expect(long.body).toMatchObject({ bucketSize: 'day', deliveries: { total: 5 } });
      expect(long.body.buckets).toHaveLength(11);
      const past = await stats('?since=2024-01-01&until=2024-01-02');
      expect(past.body).toMatchObject({ deliveries: { total: 0 } });
      expect(past.body.buckets).toHaveLength(24);
    });

    it.each(['since=soon', 'since=2024-01-02&until=2024-01-01', 'since=2024-01-01', 'colour=red'])(
      'are refused for %s',
      async (query) => {
        expect((await stats(`?${query}`)).status).toBe(400);
      },
    );
  });
});
