import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ApiClient } from '../support/api-client.js';
import { eventually } from '../support/eventually.js';
import { FaultStage } from '../support/faults/fault-stage.js';
import { noteFigures } from '../support/faults/oracle.js';
import { queueStores } from '../support/queue-stores.js';
import { SpawnedProduct } from '../support/spawn-product.js';
import { freshDatabaseUrl } from '../support/test-environment.js';
import { WebhookBench } from '../support/webhook-bench.js';

/** The most that one endpoint has in flight, by default. */
const IN_FLIGHT = 10;

describe.each(queueStores())('processes that are killed, with the queues in $name', (store) => {
  let stage: FaultStage;

  beforeAll(async () => {
    stage = await FaultStage.start({ databaseUrl: freshDatabaseUrl(), settings: store.settings });
  }, 90_000);

  afterEach(() => stage.killWorkers());

  afterAll(() => stage.close());

  it('deliver what was committed before the API was killed, and nothing of what was rolled back', async () => {
    const subject = await stage.subject();
    const settings = { ...stage.environment, WORKERS: 'none', WAKE_DEBOUNCE_MS: '1000' };
    const victim = await SpawnedProduct.start(settings, { kind: 'api' });
    const { token, tenant } = subject.tenant.api;
    const there = new WebhookBench(Object.assign(new ApiClient(victim.url, token), { tenant }));
    const body = { lastName: 'Once', externalId: 'taken' };
    expect((await there.api.post('/api/leads', { body })).status).toBe(201);
    await there.leads(5);
    expect((await there.api.post('/api/leads', { body })).status).toBe(409);
    await victim.kill();
    await stage.worker();
    const verdict = await stage.oracle.judge(subject);
    noteFigures('API killed', store.name, [verdict]);
    expect(verdict).toMatchObject({ events: 6, requests: 6, missing: [], invented: [], unlogged: [] });
  }, 120_000);

  it('deliver everything although the worker is killed twice in the middle of it', async () => {
    const subject = await stage.subject(stage.sink.ok(150));
    await subject.tenant.leads(40);
    for (const enough of [8, 18]) {
      await stage.worker();
      await eventually('some are sent', async () => (await stage.sink.seen(subject.url)).length >= enough, {
        within: 30_000,
      });
      await stage.killWorkers();
    }
    await stage.worker();
    const verdict = await stage.oracle.judge(subject);
    noteFigures('worker killed twice', store.name, [verdict]);
    expect(verdict).toMatchObject({ events: 40, missing: [], invented: [], unlogged: [] });
    expect(verdict.duplicates).toBeLessThanOrEqual(2 * IN_FLIGHT);
  }, 150_000);
});
