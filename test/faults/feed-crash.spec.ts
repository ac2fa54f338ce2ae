import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ApiClient } from '../support/api-client.js';
import { FeedReader } from '../support/feed-reader.js';
import { FeedWriters } from '../support/feed-writers.js';
import { queueStores } from '../support/queue-stores.js';
import { SpawnedProduct } from '../support/spawn-product.js';
import {
  freshDatabaseUrl,
  startTestProduct,
  testEnvironment,
  type TestProduct,
} from '../support/test-product.js';

const SETTINGS = { SWEEP_MS: '100', SWEEP_GRACE_MS: '100', QUEUE_LOCK_MS: '1000' };

describe.each(queueStores())('a dispatcher that is killed, with the queues in $name', (store) => {
  const databaseUrl = freshDatabaseUrl();
  const environment = testEnvironment(databaseUrl, { ...SETTINGS, ...store.settings });
  let api: TestProduct;
  let worker: SpawnedProduct | undefined;

  beforeAll(async () => {
    api = await startTestProduct({ ...environment, WORKERS: 'none' }, databaseUrl);
  });

  afterEach(() => worker?.kill());

  afterAll(() => api.close());

  it('loses, repeats and reorders nothing for a reader of the feed', async () => {
    const admin = await new ApiClient(api.url).register();
    const writers = new FeedWriters(admin, 200);
    const reader = new FeedReader(admin, 0, '&limit=50&wait=1');
    const start = () => SpawnedProduct.start({ ...environment, LOG_LEVEL: 'info' }, { kind: 'worker' });
    worker = await start();
    const writing = writers.write(20);
    try {
      for (let round = 0; round < 2; round += 1) {
        const before = reader.events.length;
        await reader.until('some events', (all) => all.length > before + 50);
        await worker.kill();
        worker = await start();
      }
    } finally {
      writers.stop();
      await writing;
    }
    const whole = (all: readonly unknown[]) => all.length >= writers.acknowledged.length;
    writers.expectWhole(await reader.until('all events', whole));
    expect(reader.events.length).toBeGreaterThan(100);
  }, 120_000);
});
