import { isDeepStrictEqual } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { CustomFieldWorkers } from '../support/custom-field-workers.js';
import { eventually } from '../support/eventually.js';
import { made } from '../support/route-case.js';

/** More events than are read at once, and more timers than ring at once. */
const SILENT = 180;
const ANSWERED = 30;
const HOUR = 3_600_000;
/** By then a first response is overdue for long, and a resolution is not. */
const LATER = 2 * HOUR;
const SOON = { within: 60_000 };

/** Each target with what the journal tells of it. */
const TARGETS = `SELECT metric, state, priority, target.version, escalated,
    extract(epoch FROM warned_at - started_at)::integer AS "warnedAfter",
    extract(epoch FROM breached_at - started_at)::integer AS "breachedAfter",
    met_at = lead.updated_at AS "isMetThen", started_at = lead.created_at AS "isBegunThen",
    (SELECT array_agg(journal.version ORDER BY seq) FROM journal WHERE record_id = target.id) AS versions,
    (SELECT array_agg(split_part(journal.type, '.', 2) ORDER BY seq) FROM journal WHERE record_id = target.id) AS events,
    (SELECT count(*)::integer FROM timers WHERE subject = target.id::text) AS timers,
    (SELECT coalesce(sum(occurrences), 0)::integer FROM notifications WHERE notifications.record_id = target.id) AS told
  FROM sla_targets AS target JOIN leads AS lead ON lead.id = target.record_id WHERE lead.source = $1`;
const LEFT = `SELECT count(*)::integer AS there, count(breached_at)::integer AS breached
  FROM sla_targets AS target JOIN leads AS lead ON lead.id = target.record_id WHERE source = $1`;
/** Of the leads themselves. */
const LEADS = `SELECT temperature, version, (SELECT array_agg(journal.type ORDER BY seq) FROM journal WHERE record_id = leads.id) AS events
  FROM leads WHERE source = $1`;
/** What is still to be done, by whoever comes to it. */
const UNDONE = `SELECT (SELECT count(*)::integer FROM journal, journal_consumers AS reader
      WHERE name IN ('service-levels', 'notifications') AND (journal.position IS NULL OR journal.position > reader.position))
    + (SELECT count(*)::integer FROM timers WHERE kind LIKE 'service-levels.%' AND due_at <= $1) AS count`;

interface Target extends Record<string, unknown> {
  readonly version: number;
  readonly versions: readonly number[];
}

/** What has happened to none. */
const NOTHING = {
  ...{ warnedAfter: null, breachedAfter: null, isMetThen: null, isBegunThen: true },
  ...{ escalated: [], told: 0, timers: 0 },
};
const BREACHED = {
  ...NOTHING,
  ...{
    metric: 'firstResponse',
    state: 'breached',
    priority: 'warm',
    warnedAfter: 2_700,
    breachedAfter: 3_600,
  },
  ...{ escalated: ['warning:0', 'breach:30'], told: 1 },
  events: ['created', 'warned', 'breached', 'escalated', 'updated'],
};
const MET = {
  ...NOTHING,
  ...{ metric: 'firstResponse', state: 'met', priority: 'cold', isMetThen: true, events: ['created', 'met'] },
};
const RUNNING = {
  ...NOTHING,
  ...{ metric: 'resolution', state: 'running', priority: 'cold', events: ['created'], timers: 1 },
};
/** Of a lead whose other target was escalated. */
const RAISED = { ...RUNNING, priority: 'warm', events: ['created', 'updated'] };
const KINDS = [BREACHED, MET, RUNNING, RAISED];

describe('service levels whose process is killed', () => {
  let workers: CustomFieldWorkers;

  beforeAll(async () => {
    workers = await CustomFieldWorkers.start();
    await made(workers.admin, '/api/sla-policies', {
      ...{ name: 'Standard', resource: 'lead', businessHoursId: null, warning: { percent: 25 } },
      targets: [{ firstResponse: 60, resolution: 480 }],
      escalations: [
        { at: 'warning', actions: [{ type: 'notify', userIds: [workers.admin.tenant.userId] }] },
        { metric: 'firstResponse', at: 'breach', afterMinutes: 30, actions: [{ type: 'raisePriority' }] },
      ],
    });
  }, 60_000);

  afterEach(() => workers.killAll());
  afterAll(() => workers.close());

  const undone = async () => {
    const [row] = await workers.query<{ count: number }>(UNDONE, [new Date(Date.now() + LATER)]);
    return row?.count;
  };

  /** What a killed process has left. */
  const leftOf = async (source: string) => (await workers.query<{ breached: number }>(LEFT, [source]))[0];

  /** Leads, some of which are answered a moment later; nobody has looked at them yet. */
  async function makeLeads(source: string): Promise<void> {
    const one = { lastName: 'Promised', source, temperature: 'cold' };
    const leads = Array.from({ length: SILENT + ANSWERED }, () => one);
    const answer = await workers.admin.post<{ results: { id: string }[] }>('/api/leads/bulk', {
      body: { leads },
    });
    expect(answer.status).toBe(200);
    const answered = answer.body.results.slice(SILENT).map(({ id }) => {
      return { id, firstContactAt: new Date().toISOString() };
    });
    expect((await workers.admin.patch('/api/leads/bulk', { body: { leads: answered } })).status).toBe(200);
  }

  it.each([
    ['before the first events that it read are committed', 'TargetEngine.arm', { there: 0, breached: 0 }],
    ['between two batches of events', 'ServiceLevelReader.consume#2', { there: 400, breached: 0 }],
    ['between an escalation and its mark', 'Escalations.perform', { there: 420, breached: 0 }],
    ['after some have rung, and others not', 'TargetTimers.ring#2', { there: 420, breached: 100 }],
    ['when all is committed', undefined, { there: 420, breached: SILENT }],
  ])(
    'are told of once, and as they truly were, %s',
    async (source, step, left) => {
      await makeLeads(source);
      const victim = await workers.spawn(step, LATER);
      if (step === undefined) {
        await eventually('all are breached', async () => (await leftOf(source))?.breached === SILENT, SOON);
        await victim.kill();
      }
      await victim.ended();
      expect(await leftOf(source)).toEqual(left);
      await workers.spawn(undefined, LATER);
      await eventually('nothing is left to do', async () => (await undone()) === 0, SOON);
      const targets = await workers.query<Target>(TARGETS, [source]);
      const counts = KINDS.map(() => 0);
      for (const { version, versions, ...target } of targets) {
        expect(versions).toEqual(Array.from({ length: version }, (_, index) => index + 1));
        expect(KINDS).toContainEqual(target);
        const kind = KINDS.findIndex((each) => isDeepStrictEqual({ ...each }, target));
        counts[kind] = (counts[kind] ?? 0) + 1;
      }
      expect(counts).toEqual([SILENT, ANSWERED, ANSWERED, SILENT]);
      const leads = await workers.query(LEADS, [source]);
      const raised: unknown = { temperature: 'warm', version: 2, events: ['lead.created', 'lead.updated'] };
      expect(leads.filter(({ temperature }) => temperature === 'warm')).toEqual(
        Array.from({ length: SILENT }, () => raised),
      );
    },
    180_000,
  );
});
