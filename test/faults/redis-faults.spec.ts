import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { FaultStage } from '../support/faults/fault-stage.js';
import { noteFigures, type Subject } from '../support/faults/oracle.js';
import { hasRedis, OwnRedis } from '../support/faults/own-redis.js';
import { describeWhere } from '../support/only-where.js';
import { freshDatabaseUrl } from '../support/test-environment.js';

/** Milliseconds that the longest write may take while Redis fails: far less than any time-out of a client. */
const QUICK = 4_000;

describeWhere(hasRedis())('a Redis that fails under load', () => {
  let redis: OwnRedis;
  let stage: FaultStage;

  beforeAll(async () => {
    redis = await OwnRedis.start();
    stage = await FaultStage.start({
      databaseUrl: freshDatabaseUrl(),
      settings: { REDIS_URL: redis.url },
    });
    await stage.worker();
  }, 90_000);

  afterAll(async () => {
    await stage.close();
    await redis.kill();
  });

  /** Every write is answered with success and soon, and its event arrives once. */
  async function during(row: string, fault: (subjects: readonly Subject[]) => Promise<void>): Promise<void> {
    const subjects = await Promise.all([stage.subject(), stage.subject()]);
    const load = stage.load(subjects.map(({ tenant }) => tenant));
    await pause(300);
    await fault(subjects);
    await pause(300);
    await load.stop();
    const verdicts = await stage.judge(subjects);
    noteFigures(row, 'Redis', verdicts);
    expect({ refusals: load.refusals, unanswered: load.unanswered }).toEqual({ refusals: [], unanswered: 0 });
    expect(load.slowest).toBeLessThan(QUICK);
    expect(verdicts.reduce((sum, { events }) => sum + events, 0)).toBe(load.acknowledged.length);
    for (const verdict of verdicts) {
      expect(verdict).toMatchObject({
        missing: [],
        invented: [],
        unlogged: [],
        unfinished: [],
        duplicates: 0,
      });
    }
  }

  it('may be killed and come back empty', async () => {
    await during('Redis killed', async () => {
      await redis.kill();
      await pause(300);
      await redis.startAgain();
    });
  }, 120_000);

  it('may be away for a while, longer than any lock in it lasts', async () => {
    await during('Redis away', async () => {
      await redis.kill();
      await pause(3_000);
      await redis.startAgain();
    });
  }, 120_000);

  it('may be emptied at any moment', async () => {
    await during('Redis flushed', async () => {
      for (let times = 0; times < 8; times += 1) {
        await redis.flush();
        await pause(Math.random() * 250);
      }
    });
  }, 120_000);

  it('may be out of memory', async () => {
    await during('Redis out of memory', async () => {
      await redis.limitMemory(1);
      await pause(1_500);
      await redis.limitMemory(0);
    });
  }, 120_000);
});
