import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApiClient } from '../support/api-client.js';
import { type EventPage, FeedReader } from '../support/feed-reader.js';
import { FeedWriters } from '../support/feed-writers.js';
import { queueStores } from '../support/queue-stores.js';
import { freshDatabaseUrl, startTestProduct, type TestProduct } from '../support/test-product.js';

describe.each(queueStores())('the change feed of two processes, with the queues in $name', (store) => {
  /** Serves and stamps. */
  let working: TestProduct;
  /** Serves only. */
  let serving: TestProduct;

  beforeAll(async () => {
    const url = freshDatabaseUrl();
    const shared = {
      ...store.settings,
      DATABASE_PREFIX: `t${randomBytes(4).toString('hex')}`,
      ENCRYPTION_KEYS: `test:${randomBytes(32).toString('base64')}`,
    };
    working = await startTestProduct({ ...shared, WORKERS: 'inline' }, url);
    serving = await startTestProduct({ ...shared, WORKERS: 'none' }, url);
  });

  afterAll(async () => {
    for (const product of [working, serving]) {
      await product.close();
      expect(product.proof.violations).toEqual([]);
    }
  });

  it('gives a reader from 0 every event of 20 writers once, each record in the order of its versions', async () => {
    const admin = await new ApiClient(working.url).register();
    const writers = new FeedWriters(admin);
    const writing = writers.write(20);
    const reader = new FeedReader(new ApiClient(serving.url, admin.token), 0, '&limit=50&wait=1');
    const until = Date.now() + 4_000;
    while (Date.now() < until) await reader.read();
    writers.stop();
    await writing;
    const events = await reader.until('all events', (all) => all.length >= writers.acknowledged.length);
    writers.expectWhole(events);
    expect(events.length).toBeGreaterThan(100);
    // Read anew from the beginning it is the same.
    const again = await new FeedReader(admin).read();
    expect(again.map(({ id }) => id)).toEqual(events.map(({ id }) => id));
  }, 60_000);

  it.each([
    ['the one that stamps', () => working.url, () => serving.url],
    ['the one that does not', () => serving.url, () => working.url],
  ])('answers who waits at %s soon after the other has committed', async (_name, here, there) => {
    const admin = await new ApiClient(there()).register();
    const reader = new ApiClient(here(), admin.token);
    const waiting = reader.get<EventPage>('/api/events?after=now&wait=20');
    await pause(300);
    expect((await admin.post('/api/leads', { body: { lastName: 'Soon' } })).status).toBe(201);
    const committed = Date.now();
    expect((await waiting).body.items.map(({ type }) => type)).toEqual(['lead.created']);
    expect(Date.now() - committed).toBeLessThan(1_200);
  });

  it('ends every wait when the process stops', async () => {
    const admin = await new ApiClient(working.url).register();
    const waiting = new ApiClient(serving.url, admin.token).get<EventPage>('/api/events?after=now&wait=25');
    await pause(300);
    const begin = Date.now();
    await serving.close();
    expect(await waiting).toMatchObject({ status: 200, body: { items: [], hasMore: false } });
    expect(Date.now() - begin).toBeLessThan(5_000);
  });
});
