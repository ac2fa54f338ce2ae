import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FaultStage } from '../support/faults/fault-stage.js';
import { deliveriesOf, noteFigures } from '../support/faults/oracle.js';
import { verifies } from '../support/faults/verifies.js';
import { eventually } from '../support/eventually.js';
import { queueStores } from '../support/queue-stores.js';
import { freshDatabaseUrl } from '../support/test-environment.js';

const REPLAYED = 10;

interface KnownSecret {
  readonly secret: string;
  /** When the receiver learned of it: milliseconds since 1970. */
  readonly since: number;
}

describe.each(queueStores())('what is asked for while webhooks flow, with the queues in $name', (store) => {
  let stage: FaultStage;

  beforeAll(async () => {
    stage = await FaultStage.start({ databaseUrl: freshDatabaseUrl(), settings: store.settings });
    await Promise.all([stage.worker(), stage.worker()]);
  }, 90_000);

  afterAll(() => stage.close());

  it('a new secret: every request verifies with what the receiver knew when it came', async () => {
    const subject = await stage.subject();
    const { api } = subject.tenant;
    const known: KnownSecret[] = [{ secret: subject.endpoint.secret, since: 0 }];
    const load = stage.load([subject.tenant], 4);
    for (let rotation = 0; rotation < 2; rotation += 1) {
      await pause(500);
      const answer = await api.post(`/api/webhooks/${subject.endpoint.id}/secret/rotate`, { body: {} });
      expect(answer.status).toBe(200);
      known.push({ secret: String(answer.body['secret']), since: Date.now() });
    }
    await pause(500);
    await load.stop();
    const verdict = await stage.oracle.judge(subject);
    noteFigures('secret rotated under load', store.name, [verdict]);
    expect(verdict).toMatchObject({ missing: [], invented: [], unlogged: [], duplicates: 0 });
    const seen = await stage.sink.seen(subject.url);
    const refused = seen.filter(
      (webhook) => !known.some(({ secret, since }) => since <= webhook.at && verifies(webhook, secret)),
    );
    expect(refused).toEqual([]);
    // The newest secret came into use.
    expect(verifies(seen.at(-1) ?? fail(), known.at(-1)?.secret ?? '')).toBe(true);
  }, 120_000);

  it('a replay by a double click: sent once more, not twice', async () => {
    const subject = await stage.subject(stage.sink.ok(100));
    await subject.tenant.leads(REPLAYED);
    await stage.oracle.judge(subject);
    const deliveries = await deliveriesOf(subject);
    const clicks = deliveries.flatMap(({ id }) => [id, id]);
    const answers = await Promise.all(
      clicks.map((id) => subject.tenant.api.post(`/api/webhooks/deliveries/${id}/replay`)),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    await eventually(
      'all are sent again',
      async () => (await stage.sink.seen(subject.url)).length >= 2 * REPLAYED,
      { within: 30_000 },
    );
    await pause(500);
    const verdict = await stage.oracle.judge(subject);
    noteFigures(`replays, ${REPLAYED} wanted twice`, store.name, [verdict]);
    expect(verdict).toMatchObject({ requests: 2 * REPLAYED, missing: [], invented: [], unlogged: [] });
    const attempts = (await stage.sink.seen(subject.url)).map(({ id, attempt }) => `${id}/${attempt}`);
    expect(new Set(attempts).size).toBe(2 * REPLAYED);
  }, 120_000);
});

function fail(): never {
  throw new Error('The sink saw nothing');
}
