import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { TenantCore } from '../../../../test/support/tenant-core.js';
import { TenantDispatch } from '../../../../test/support/tenant-dispatch.js';
import { Clock } from '../../../kernel/clock.js';
import type { TenantReference } from '../../../platform/context/tenant-reference.js';
import { Reactions } from '../../../platform/journal/reactions.js';
import type { RecordView } from '../../../platform/resource/resource-descriptor.js';
import { ResourceRegistry } from '../../../platform/resource/resource-registry.js';

const HOUR = 3_600_000;
/** A Monday. */
const START = Date.parse('2027-03-01T09:00:00.000Z');

/** The engine on a real tenant, with a clock that the test moves and a dispatcher that looks when the test says so. */
describe('service levels', () => {
  let core: TenantCore;
  let tenant: TenantReference;
  let time = START;

  let dispatch: TenantDispatch;

  beforeAll(async () => {
    core = await TenantCore.start();
    dispatch = TenantDispatch.of(core);
  });

  beforeEach(async () => {
    jest.restoreAllMocks();
    tenant = await core.newTenant();
    time = START;
    jest.spyOn(core.app.get(Clock), 'now').mockImplementation(() => new Date(time));
  });

  afterAll(async () => {
    jest.restoreAllMocks();
    await core.close();
  });

  function service(name: string) {
    const found = core.app.get(ResourceRegistry).find(name)?.service;
    if (found === undefined) throw new Error(`No ${name}`);
    return found;
  }

  const within = <Result>(work: () => Promise<Result>) => core.within(tenant, work);
  const create = (name: string, fields: Record<string, unknown>) =>
    within(() => service(name).create(fields));
  const update = (id: string, fields: Record<string, unknown>) =>
    within(() => service('lead').update(id, fields));
  const policy = (more: Record<string, unknown> = {}) =>
    create('sla-policy', {
      name: 'Standard',
      resource: 'lead',
      targets: [{ priority: null, firstResponse: 60, resolution: 480 }],
      ...{
        position: 0,
        active: true,
        conditions: null,
        warning: null,
        escalations: [],
        businessHoursId: null,
      },
      ...more,
    });
  const lead = (more: Record<string, unknown> = {}) => create('lead', { lastName: 'Lovelace', ...more });

  /** What a worker does once it comes to it. */
  const look = (looksAt: 'journal' | 'all' = 'all') => within(() => dispatch.look(tenant, looksAt));

  async function passes(milliseconds: number): Promise<void> {
    time += milliseconds;
    await look();
  }

  async function targetsOf(id: string, metric?: string): Promise<readonly RecordView[]> {
    const query = { recordId: id, sortBy: 'startedAt', ...(metric !== undefined && { metric }) };
    return (await within(() => service('sla-target').list(query))).items;
  }

  async function targetOf(id: string, metric = 'firstResponse'): Promise<RecordView | undefined> {
    return (await targetsOf(id, metric)).at(-1);
  }

  async function eventsOf(id: string): Promise<string[]> {
    const text = `SELECT j.type, j.record ->> 'metric' AS metric FROM journal j
      WHERE j.resource = 'sla-target' AND j.record ->> 'recordId' = $1 ORDER BY seq`;
    const rows = await within(() =>
      core.database.query<{ type: string; metric: string }>({ text, values: [id] }),
    );
    return rows.map(({ type, metric }) => `${metric} ${type.slice('sla-target.'.length)}`);
  }

  const iso = (offset: number) => new Date(START + offset).toISOString();

  it('are promised right after a commit, and met', async () => {
    await policy();
    const { id } = await lead();
    await look('journal');
    expect(await targetsOf(id)).toMatchObject([
      { metric: 'firstResponse', state: 'running', dueAt: iso(HOUR), name: 'Standard: first response' },
      { metric: 'resolution', state: 'running', dueAt: iso(8 * HOUR), startedAt: iso(0) },
    ]);
    time += HOUR / 2;
    await update(id, { firstContactAt: iso(HOUR / 2) });
    await look('journal');
    expect(await targetOf(id)).toMatchObject({ state: 'met', metAt: iso(HOUR / 2), usedSeconds: 1_800 });
    await passes(20 * HOUR);
    expect(await eventsOf(id)).toEqual([
      'firstResponse created',
      'resolution created',
      'firstResponse met',
      'resolution breached',
    ]);
  });

  it('cost tenants without policies nothing at a commit, and are read patiently there', async () => {
    const { id } = await lead();
    await look('journal');
    const text = `SELECT position FROM journal_consumers WHERE name = 'service-levels'`;
    const read = () => within(() => core.database.query<{ position: number }>({ text }));
    const [before] = await read();
    await lead();
    await look('journal');
    expect(await read()).toEqual([before]);
    await look();
    expect(await read()).not.toEqual([before]);
    expect(await targetsOf(id)).toEqual([]);
  });

  it('are breached once, when they truly were, after a worker was down for hours', async () => {
    await policy({ warning: { percent: 25 } });
    const [silent, late, early] = [await lead(), await lead(), await lead()];
    await look();
    time += HOUR / 2;
    await update(early.id, { firstContactAt: iso(HOUR / 2) });
    // Nobody looks for seven hours; one is answered meanwhile.
    time += 4 * HOUR;
    await update(late.id, { firstContactAt: iso(HOUR / 3) });
    await passes(2 * HOUR);
    await look();
    await look('journal');
    const marks = { warnedAt: iso(0.75 * HOUR), breachedAt: iso(HOUR) };
    expect(await targetOf(silent.id)).toMatchObject({ state: 'breached', metAt: null, ...marks });
    expect(await targetOf(late.id)).toMatchObject({ state: 'breached', metAt: iso(4.5 * HOUR), ...marks });
    expect(await targetOf(early.id)).toMatchObject({ state: 'met', warnedAt: null, breachedAt: null });
    const own = async (id: string) => (await eventsOf(id)).filter((event) => event.startsWith('first'));
    const verbs = ['created', 'warned', 'breached'].map((verb) => `firstResponse ${verb}`);
    expect(await own(silent.id)).toEqual(verbs);
    expect(await own(late.id)).toEqual([...verbs, 'firstResponse met']);
    expect(await own(early.id)).toEqual(['firstResponse created', 'firstResponse met']);
  });

  it('are not breached by a timer that comes before what the journal tells', async () => {
    await policy();
    const { id } = await lead();
    await look();
    time += HOUR / 2;
    await update(id, { firstContactAt: iso(HOUR / 2) });
    time += HOUR;
    const reader = core.app.get(Reactions).consumers.find(({ name }) => name === 'service-levels');
    if (reader === undefined) throw new Error('No reader');
    const broken = jest.spyOn(reader, 'consume').mockRejectedValue(new Error('not now'));
    await expect(look()).rejects.toThrow('not now');
    expect(await targetOf(id)).toMatchObject({ state: 'running' });
    broken.mockRestore();
    await passes(2_000);
    expect(await targetOf(id)).toMatchObject({ state: 'met', breachedAt: null });
  });

  it('differ by priority and conditions, and move when either does', async () => {
    const targets = [
      { priority: 'hot', firstResponse: 10 },
      { priority: null, firstResponse: 120 },
    ];
    await policy({ name: 'Web', targets, conditions: { field: 'source', value: 'Web' }, position: 1 });
    await policy({ name: 'Rest', targets: [{ firstResponse: 600 }], position: 2 });
    const { id } = await lead({ source: 'Web' });
    await look();
    expect(await targetOf(id)).toMatchObject({ name: 'Web: first response', dueAt: iso(2 * HOUR) });
    await update(id, { temperature: 'hot' });
    await look();
    expect(await targetOf(id)).toMatchObject({ priority: 'hot', dueAt: iso(HOUR / 6), targetSeconds: 600 });
    await update(id, { source: 'Fair' });
    await look();
    expect(await targetsOf(id)).toMatchObject([{ name: 'Rest: first response', dueAt: iso(10 * HOUR) }]);
  });

  it('move when a policy or its hours are changed, and are cancelled when it is switched off', async () => {
    const days = Object.fromEntries(
      ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'].map((day) => [
        day,
        [{ from: '09:00', to: '17:00' }],
      ]),
    );
    const hours = await create('business-hours-calendar', {
      name: 'Office',
      timeZone: 'UTC',
      ...{ days, holidays: [{ date: '2027-03-02', name: 'A day off' }], isDefault: true },
    });
    const { id: policyId } = await policy({
      businessHoursId: undefined,
      targets: [{ firstResponse: 60, resolution: 540 }],
    });
    const { id } = await lead();
    await look();
    const wednesday = '2027-03-03T10:00:00.000Z';
    expect(await targetOf(id, 'resolution')).toMatchObject({ businessHoursId: hours.id, dueAt: wednesday });
    const change = (name: string, changed: string, fields: Record<string, unknown>) =>
      within(() => service(name).update(changed, fields));
    await change('business-hours-calendar', hours.id, { holidays: [] });
    await look();
    expect(await targetOf(id, 'resolution')).toMatchObject({ dueAt: '2027-03-02T10:00:00.000Z' });
    await change('sla-policy', policyId, { targets: [{ firstResponse: 120 }] });
    await look();
    expect(await targetsOf(id)).toMatchObject([
      { metric: 'firstResponse', dueAt: iso(2 * HOUR) },
      { metric: 'resolution', state: 'cancelled', dueAt: null },
    ]);
    await change('sla-policy', policyId, { active: false });
    await look();
    expect(await targetsOf(id)).toMatchObject([{ state: 'cancelled' }, { state: 'cancelled' }]);
    await passes(20 * HOUR);
    expect((await eventsOf(id)).filter((event) => event.endsWith('breached'))).toEqual([]);
  });

  it('stand still for deleted records, and run on when what was resolved is opened again', async () => {
    await policy();
    const { id } = await lead();
    await look();
    time += HOUR;
    await update(id, { status: 'Qualified' });
    time += 10 * HOUR;
    await update(id, { status: 'New' });
    time += HOUR;
    await within(() => service('lead').mass.remove([{ id, version: 3 }]));
    await passes(24 * HOUR);
    expect((await eventsOf(id)).filter((event) => event.startsWith('resolution'))).toEqual([
      'resolution created',
      'resolution met',
      'resolution updated',
      'resolution updated',
    ]);
  });

  it('are escalated once: people are told, the record is given away and more urgent', async () => {
    const grace = await within(() =>
      core.database.query<{ id: string }>({ text: 'SELECT id FROM members WHERE active LIMIT 1' }),
    );
    const userId = grace[0]?.id ?? '';
    await policy({
      targets: [{ firstResponse: 60 }],
      warning: { minutes: 15 },
      escalations: [
        { at: 'warning', actions: [{ type: 'raisePriority' }] },
        { metric: 'firstResponse', at: 'breach', actions: [{ type: 'assign', userId }] },
        { at: 'breach', afterMinutes: 30, actions: [{ type: 'notify', owner: true }] },
      ],
    });
    const { id } = await lead({ temperature: 'cold' });
    await look();
    const read = () => within(() => service('lead').get(id));
    await passes(0.75 * HOUR);
    expect(await read()).toMatchObject({ temperature: 'warm', ownerId: null });
    await passes(0.25 * HOUR);
    expect(await read()).toMatchObject({ temperature: 'warm', ownerId: userId });
    await look();
    expect(await targetOf(id)).toMatchObject({ ownerId: userId, notifiedUserIds: [] });
    await passes(0.5 * HOUR);
    expect(await targetOf(id)).toMatchObject({ notifiedUserIds: [userId] });
    await passes(5 * HOUR);
    const events = await eventsOf(id);
    expect(events.filter((event) => event.endsWith('escalated'))).toHaveLength(3);
    expect(events.filter((event) => event.endsWith('breached'))).toHaveLength(1);
    const told = `SELECT count(*)::integer AS count FROM notifications WHERE kind = 'due' AND member_id = $1`;
    expect(await within(() => core.database.query({ text: told, values: [userId] }))).toEqual([{ count: 1 }]);
  });
});
