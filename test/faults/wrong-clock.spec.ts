import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { FaultStage } from '../support/faults/fault-stage.js';
import { noteFigures } from '../support/faults/oracle.js';
import { queueStores } from '../support/queue-stores.js';
import { freshDatabaseUrl } from '../support/test-environment.js';

const PRELOAD = join(import.meta.dirname, 'clock-preload.ts');
const TEN_MINUTES = 600_000;
/** Seconds that receivers tolerate. */
const TOLERANCE = 300;

describe.each(queueStores())('a worker whose clock is wrong, with the queues in $name', (store) => {
  let stage: FaultStage;

  beforeAll(async () => {
    stage = await FaultStage.start({ databaseUrl: freshDatabaseUrl(), settings: store.settings });
  }, 90_000);

  afterEach(() => stage.killWorkers());

  afterAll(() => stage.close());

  it.each([TEN_MINUTES, -TEN_MINUTES])(
    'by %i ms delivers everything, soon and once, in what receivers take for now; so does who comes after it',
    async (offset) => {
      const subject = await stage.subject(stage.sink.ok(200));
      await stage.worker({ CLOCK_OFFSET_MS: String(offset) }, PRELOAD);
      await subject.tenant.leads(20);
      const first = await stage.oracle.judge(subject);
      // Killed in the middle of the next ones: nothing that it left behind may keep its successor waiting.
      await subject.tenant.leads(20);
      await eventually('some are sent', async () => (await stage.sink.seen(subject.url)).length > 22);
      await stage.killWorkers();
      await stage.worker();
      const verdict = await stage.oracle.judge(subject);
      noteFigures(`clock off by ${offset / 60_000} min`, store.name, [verdict]);
      expect(first).toMatchObject({ events: 20, missing: [], invented: [], unlogged: [], duplicates: 0 });
      expect(verdict).toMatchObject({ events: 40, missing: [], invented: [], unlogged: [] });
      expect(verdict.duplicates).toBeLessThanOrEqual(10);
      for (const { at, headers } of await stage.sink.seen(subject.url)) {
        expect(Math.abs(at / 1_000 - Number(headers['webhook-timestamp']))).toBeLessThan(TOLERANCE);
      }
    },
    180_000,
  );
});
