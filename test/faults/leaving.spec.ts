import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { FaultStage } from '../support/faults/fault-stage.js';
import { deliveriesOf, noteFigures, type Subject } from '../support/faults/oracle.js';
import { eventually } from '../support/eventually.js';
import { queueStores } from '../support/queue-stores.js';
import { freshDatabaseUrl } from '../support/test-environment.js';

const EVENTS = 10;

describe.each(queueStores())('what leaves in the middle of retries, with the queues in $name', (store) => {
  let stage: FaultStage;

  beforeAll(async () => {
    // Closed means gone: the reaper may drop the database at once.
    const settings = { ...store.settings, CLOSING_GRACE_DAYS: '0', WEBHOOK_SCHEDULE_PERCENT: '1' };
    stage = await FaultStage.start({ databaseUrl: freshDatabaseUrl(), settings });
    await stage.worker();
  }, 90_000);

  afterEach(async () => {
    // Who stays is served as before.
    const neighbour = await stage.subject();
    await neighbour.tenant.leads(EVENTS);
    const verdict = await stage.oracle.judge(neighbour);
    noteFigures('neighbour of who leaves', store.name, [verdict]);
    expect(verdict).toMatchObject({ missing: [], invented: [], unlogged: [], duplicates: 0 });
    expect(verdict.slowest).toBeLessThan(5_000);
  }, 90_000);

  afterAll(() => stage.close());

  /** An endpoint that fails, each of its deliveries tried once at least. */
  async function failing(): Promise<Subject> {
    const subject = await stage.subject(stage.sink.urlOf('500'));
    await subject.tenant.leads(EVENTS);
    await eventually(
      'each was tried',
      async () => new Set((await stage.sink.seen(subject.url)).map(({ id }) => id)).size === EVENTS,
      { within: 30_000 },
    );
    return subject;
  }

  async function staysQuiet(subject: Subject): Promise<void> {
    // What was in flight may still arrive, and a process may not know for a second that a tenant is gone.
    await pause(2_000);
    const before = await stage.sink.seen(subject.url);
    await pause(1_500);
    expect(await stage.sink.seen(subject.url)).toHaveLength(before.length);
  }

  it('an endpoint: its deliveries are cancelled, and nothing more is sent', async () => {
    const subject = await failing();
    const { status } = await subject.tenant.api.delete(`/api/webhooks/${subject.endpoint.id}`);
    expect(status).toBe(204);
    await eventually(
      'all are cancelled',
      async () => {
        const { body } = await subject.tenant.api.get<{ totalCount: number }>(
          '/api/webhooks/deliveries?status=cancelled',
        );
        return body.totalCount === EVENTS;
      },
      { within: 30_000 },
    );
    await staysQuiet(subject);
  }, 120_000);

  it('a tenant: nothing more is sent, also when its database is gone', async () => {
    const subject = await failing();
    const { api } = subject.tenant;
    const { status } = await api.delete(`/api/organizations/${api.tenant.tenantId}`);
    expect([200, 202, 204]).toContain(status);
    await eventually(
      'the database is gone',
      async () =>
        deliveriesOf(subject)
          .then(() => stage.oracle.committed(subject.tenant))
          .then(
            () => false,
            () => true,
          ),
      { within: 30_000 },
    );
    await staysQuiet(subject);
  }, 120_000);
});
