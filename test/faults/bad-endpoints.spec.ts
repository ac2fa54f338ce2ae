import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FaultStage } from '../support/faults/fault-stage.js';
import { deliveriesOf, noteFigures, type Subject } from '../support/faults/oracle.js';
import { eventually } from '../support/eventually.js';
import { queueStores } from '../support/queue-stores.js';
import { type SinkProcess, startSinkProcess } from '../support/sink-process.js';
import { freshDatabaseUrl } from '../support/test-environment.js';
import { memoryOf } from '../support/faults/memory-of.js';

/** How each bad receiver shows in the log, and whether it counts as a success. */
const BAD = [
  ['hang', 'timeout', false],
  ['drip-head', 'timeout', false],
  ['drip-body', 'timeout', false],
  ['reset', 'reset', false],
  ['redirect', 'response', false],
  ['flood', 'response', true],
  ['bomb', 'response', true],
  ['reset-after-200', 'response', true],
] as const;
const EVENTS = 5;
const MEBIBYTE = 1024 * 1024;

interface LoggedAttempt {
  readonly outcome: string;
  readonly responseStatus: number | null;
  readonly responseExcerpt: string | null;
  readonly durationMilliseconds: number;
}

describe.each(queueStores())('receivers that behave badly, with the queues in $name', (store) => {
  let stage: FaultStage;
  /** Of the neighbour: bad behaviour costs the other sink's process time too. */
  let goodSink: SinkProcess;
  /** An origin for each behaviour: one that cuts a connection off cuts off whoever has it next. */
  let badSink: SinkProcess;

  beforeAll(async () => {
    goodSink = await startSinkProcess();
    badSink = await startSinkProcess(BAD.length);
    stage = await FaultStage.start({ databaseUrl: freshDatabaseUrl(), settings: store.settings });
  }, 90_000);

  afterAll(async () => {
    await stage.close();
    await goodSink.stop();
    await badSink.stop();
  });

  async function attemptsOf(subject: Subject): Promise<LoggedAttempt[]> {
    const deliveries = await deliveriesOf(subject);
    const answers = await Promise.all(
      deliveries.map(({ id }) =>
        subject.tenant.api.get<{ attemptLog: LoggedAttempt[] }>(`/api/webhooks/deliveries/${id}`),
      ),
    );
    return answers.flatMap(({ body }) => body.attemptLog);
  }

  it('cost their own tenant attempts, a neighbour nothing, and the worker no memory', async () => {
    const worker = await stage.worker();
    const bench = await stage.tenant();
    const bad: Subject[] = [];
    for (const [behaviour] of BAD) bad.push(await stage.endpointOf(bench, badSink.urlOf(behaviour)));
    const healthy = { ...(await stage.subject(goodSink.ok())), sink: goodSink };
    const memory = await memoryOf(worker.pid);
    await bench.leads(EVENTS);
    for (let round = 0; round < 30; round += 1) await healthy.tenant.lead();
    const verdict = await stage.oracle.judge(healthy);
    noteFigures('healthy beside bad endpoints', store.name, [verdict]);
    expect(verdict).toMatchObject({ events: 30, missing: [], invented: [], unlogged: [], duplicates: 0 });
    expect(verdict.slowest).toBeLessThan(3_000);

    for (const [index, [behaviour, outcome, succeeds]] of BAD.entries()) {
      const subject = bad[index];
      if (subject === undefined) throw new Error(behaviour);
      await eventually(`attempts at ${behaviour}`, async () => (await attemptsOf(subject)).length >= EVENTS, {
        within: 30_000,
      });
      const attempts = await attemptsOf(subject);
      // Beside the others the receiver itself may be too busy to answer in time.
      const outcomes = new Set(attempts.map((attempt) => attempt.outcome));
      expect([behaviour, ...outcomes]).toContain(outcome);
      // A connection that is cut after an answer may have been given to the next request: that one is repeated.
      const besides = behaviour === 'reset-after-200' ? ['timeout', 'reset'] : ['timeout'];
      expect([...outcomes].filter((other) => other !== outcome && !besides.includes(other))).toEqual([]);
      expect(Math.max(...attempts.map((attempt) => attempt.durationMilliseconds))).toBeLessThan(4_000);
      const longest = Math.max(
        ...attempts.map(({ responseExcerpt }) => Buffer.byteLength(responseExcerpt ?? '')),
      );
      expect(longest).toBeLessThanOrEqual(8 * 1024);
      await eventually(`${behaviour} is judged`, async () => {
        const states = (await deliveriesOf(subject)).map(({ status }) => status === 'succeeded');
        return states.every((state) => state === succeeds);
      });
    }
    expect((await memoryOf(worker.pid)) - memory).toBeLessThan(200 * MEBIBYTE);
  }, 180_000);

  it('are not followed to where a cloud keeps its credentials', async () => {
    const subject = await stage.subject(stage.sink.urlOf('redirect'));
    await subject.tenant.lead();
    await eventually('an attempt', async () => (await attemptsOf(subject)).length > 0, { within: 30_000 });
    const [attempt] = await attemptsOf(subject);
    expect(attempt).toMatchObject({ outcome: 'response', responseStatus: 307, responseExcerpt: '' });
  }, 60_000);
});
