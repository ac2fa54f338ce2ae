import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ApiClient } from '../support/api-client.js';
import { eventually } from '../support/eventually.js';
import { queueStores } from '../support/queue-stores.js';
import { type SinkProcess, startSinkProcess } from '../support/sink-process.js';
import { SpawnedProduct, type SpawnOptions } from '../support/spawn-product.js';
import {
  freshDatabaseUrl,
  startTestProduct,
  testEnvironment,
  type TestProduct,
} from '../support/test-product.js';
import { WebhookBench } from '../support/webhook-bench.js';

const SETTINGS = {
  WEBHOOK_SCHEDULE_PERCENT: '0',
  WEBHOOK_CONNECT_MS: '500',
  WEBHOOK_HEADERS_MS: '900',
  WEBHOOK_TOTAL_MS: '1000',
  WEBHOOK_LEASE_MS: '1200',
  WEBHOOK_BREAKER_MS: '1',
  SWEEP_MS: '100',
  SWEEP_GRACE_MS: '100',
  QUEUE_LOCK_MS: '1000',
};

describe.each(queueStores())('processes that are killed, with the queues in $name', (store) => {
  const databaseUrl = freshDatabaseUrl();
  const environment = testEnvironment(databaseUrl, { ...SETTINGS, ...store.settings });
  /** Takes requests only; the processes that are killed are others. */
  let api: TestProduct;
  const spawned: SpawnedProduct[] = [];
  const sinks: SinkProcess[] = [];

  beforeAll(async () => {
    api = await startTestProduct({ ...environment, WORKERS: 'none' }, databaseUrl);
  });

  afterEach(async () => {
    await Promise.all(spawned.splice(0).map((process) => process.kill()));
    await Promise.all(sinks.splice(0).map((sink) => sink.stop()));
  });

  afterAll(() => api.close());

  async function spawn(options: SpawnOptions, settings = {}): Promise<SpawnedProduct> {
    const process = await SpawnedProduct.start({ ...environment, LOG_LEVEL: 'info', ...settings }, options);
    spawned.push(process);
    return process;
  }

  async function bench(delayMilliseconds: number): Promise<{ sink: SinkProcess; tenant: WebhookBench }> {
    const sink = await startSinkProcess(delayMilliseconds);
    sinks.push(sink);
    const tenant = new WebhookBench(await new ApiClient(api.url).register());
    await tenant.endpoint(sink.url);
    return { sink, tenant };
  }

  async function untilSeen(sink: SinkProcess, ids: readonly string[]): Promise<string[]> {
    return eventually(
      `${ids.length} webhooks`,
      async () => {
        const seen = (await sink.seen()).map(({ recordId }) => recordId);
        const missing = ids.filter((id) => !seen.includes(id));
        if (missing.length > 0) throw new Error(`${missing.length} of ${ids.length} webhooks are missing`);
        return seen;
      },
      { within: 25_000 },
    );
  }

  it('delivers what was committed before the API was killed, and nothing of what was rolled back', async () => {
    const { sink, tenant } = await bench(0);
    const victim = await spawn({ kind: 'api' }, { WORKERS: 'none', WAKE_DEBOUNCE_MS: '1000' });
    const there = new WebhookBench(
      Object.assign(new ApiClient(victim.url, tenant.api.token), { tenant: tenant.api.tenant }),
    );
    const body = { lastName: 'Once', externalId: 'taken' };
    const first = await there.api.post('/api/leads', { body });
    const ids = [String(first.body['id']), ...(await there.leads(5))];
    expect((await there.api.post('/api/leads', { body })).status).toBe(409);
    await victim.kill();
    await spawn({ kind: 'worker' });
    expect((await untilSeen(sink, ids)).sort()).toEqual(ids.sort());
  }, 40_000);

  it('delivers everything although the worker is killed twice in the middle of it', async () => {
    const { sink, tenant } = await bench(150);
    const ids = await tenant.leads(40);
    for (const enough of [8, 18]) {
      const worker = await spawn({ kind: 'worker' });
      await eventually('some are sent', async () => (await sink.seen()).length >= enough);
      await worker.kill();
    }
    await spawn({ kind: 'worker' });
    const seen = await untilSeen(sink, ids);
    // Sent again is at most what was in flight when a worker was killed.
    expect(seen.length - ids.length).toBeLessThanOrEqual(20);
  }, 40_000);

  it('ends at SIGTERM with deliveries in flight, soon, and without a duplicate', async () => {
    const { sink, tenant } = await bench(400);
    const ids = await tenant.leads(40);
    const worker = await spawn({ kind: 'worker' });
    await eventually('some are sent', async () => (await sink.seen()).length >= 10);
    const { code, milliseconds } = await worker.terminate();
    expect(code).toBe(0);
    expect(milliseconds).toBeLessThan(5_000);
    expect((await sink.seen()).length).toBeLessThan(ids.length);
    await spawn({ kind: 'worker' });
    expect((await untilSeen(sink, ids)).sort()).toEqual(ids.sort());
  }, 40_000);
});
