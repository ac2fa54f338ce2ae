import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FaultStage } from '../support/faults/fault-stage.js';
import { noteFigures } from '../support/faults/oracle.js';
import { OwnPostgres } from '../support/faults/own-postgres.js';
import type { Refusal } from '../support/faults/steady-load.js';
import { eventually } from '../support/eventually.js';
import { queueStores } from '../support/queue-stores.js';

describe.each(queueStores())('a PostgreSQL that ends under load, with the queues in $name', (store) => {
  let postgres: OwnPostgres;
  let stage: FaultStage;

  beforeAll(async () => {
    postgres = await OwnPostgres.start();
    stage = await FaultStage.start({ databaseUrl: postgres.databaseUrl, settings: store.settings });
    await stage.worker();
  }, 120_000);

  afterAll(async () => {
    await stage.close();
    await postgres.remove();
  });

  it.each([
    ['shut down', () => postgres.shutDown()],
    ['killed', () => postgres.kill()],
  ])(
    '%s and started again: what was acknowledged arrives, and meanwhile callers are told',
    async (how, end) => {
      const subjects = await Promise.all([stage.subject(), stage.subject()]);
      const load = stage.load(subjects.map(({ tenant }) => tenant));
      await eventually('writes', () => load.acknowledged.length >= 20);
      await end();
      await eventually('writes are refused', () => load.refusals.length > 0);
      await pause(500);
      await postgres.startAgain();
      const before = load.acknowledged.length;
      await eventually(
        'writes again',
        () => {
          for (const process of stage.processes) if (!process.running) throw new Error(process.log);
          return load.acknowledged.length >= before + 20;
        },
        { within: 30_000 },
      );
      await load.stop();
      const verdicts = await stage.judge(subjects);
      noteFigures(`PostgreSQL ${how}`, store.name, verdicts);
      expect(load.unanswered).toBe(0);
      expect(load.refusals.filter(isOutOfShape)).toEqual([]);
      const committed = await Promise.all(subjects.map(({ tenant }) => stage.oracle.committed(tenant)));
      const records = new Set(committed.flat().map(({ recordId }) => recordId));
      expect(load.acknowledged.filter((id) => !records.has(id))).toEqual([]);
      for (const verdict of verdicts) {
        expect(verdict).toMatchObject({ missing: [], invented: [], unlogged: [], unfinished: [] });
        // At most what was in flight when its result could not be written.
        expect(verdict.duplicates).toBeLessThanOrEqual(20);
      }
    },
    180_000,
  );
});

/** The shape of every error of the product, and a status that says whose fault it is. */
function isOutOfShape({ status, body }: Refusal): boolean {
  const error = body['error'] as { code?: unknown; message?: unknown } | undefined;
  return (
    ![500, 503].includes(status) || typeof error?.code !== 'string' || typeof body['traceId'] !== 'string'
  );
}
