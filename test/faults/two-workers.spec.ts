import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { FaultStage } from '../support/faults/fault-stage.js';
import { noteFigures } from '../support/faults/oracle.js';
import { eventually } from '../support/eventually.js';
import { queueStores } from '../support/queue-stores.js';
import { freshDatabaseUrl } from '../support/test-environment.js';

/** Behind as many ports as are needed: a process opens 64 connections to one at most. */
const SETTINGS = { WEBHOOK_IN_FLIGHT: '60', DELIVERY_CONCURRENCY: '600', TENANT_CONNECTIONS: '40' };
const SLOW = { WEBHOOK_HEADERS_MS: '9000', WEBHOOK_TOTAL_MS: '10000', WEBHOOK_LEASE_MS: '12000' };

describe.each(queueStores())('workers beside and after each other, with the queues in $name', (store) => {
  let stage: FaultStage;

  beforeAll(async () => {
    const settings = { ...store.settings, ...SETTINGS };
    stage = await FaultStage.start({ databaseUrl: freshDatabaseUrl(), settings, sinkPorts: 4 });
  }, 90_000);

  afterEach(() => stage.killWorkers());

  afterAll(() => stage.close());

  it('send nothing twice although both sweep and take the same tenants', async () => {
    const eager = { SWEEP_MS: '50', SWEEP_GRACE_MS: '0' };
    await Promise.all([stage.worker(eager), stage.worker(eager)]);
    const subjects = await Promise.all([stage.subject(), stage.subject(stage.sink.ok(50))]);
    const load = stage.load(subjects.map(({ tenant }) => tenant));
    await pause(2_000);
    await load.stop();
    const verdicts = await stage.judge(subjects);
    noteFigures('two schedulers', store.name, verdicts);
    for (const verdict of verdicts) {
      expect(verdict).toMatchObject({
        missing: [],
        invented: [],
        unlogged: [],
        unfinished: [],
        duplicates: 0,
      });
    }
  }, 120_000);

  it('end at SIGTERM with 200 in flight, in time, and without a duplicate', async () => {
    const subjects = await Promise.all(Array.from({ length: 4 }, () => stage.subject(stage.sink.ok(4_000))));
    await Promise.all(subjects.map(({ tenant }) => tenant.leads(60)));
    const worker = await stage.worker(SLOW);
    const sent = async () => {
      const counts = await Promise.all(subjects.map(async ({ url }) => (await stage.sink.seen(url)).length));
      return counts.reduce((sum, count) => sum + count, 0);
    };
    await eventually('200 are in flight', async () => (await sent()) >= 200, { within: 30_000 });
    const { code, milliseconds } = await worker.terminate();
    const before = await sent();
    expect(code).toBe(0);
    expect(milliseconds).toBeLessThan(20_000);
    await stage.worker(SLOW);
    const verdicts = await stage.judge(subjects);
    noteFigures('SIGTERM with 200 in flight', store.name, verdicts);
    for (const verdict of verdicts) {
      expect(verdict).toMatchObject({
        events: 60,
        missing: [],
        invented: [],
        unlogged: [],
        unfinished: [],
        duplicates: 0,
      });
    }
    expect(before).toBeLessThanOrEqual(240);
  }, 120_000);
});
