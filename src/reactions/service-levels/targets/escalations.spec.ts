import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ApiClient, type RegisteredTenant } from '../../../../test/support/api-client.js';
import { made } from '../../../../test/support/route-case.js';
import { addMember } from '../../../../test/support/team-of-members.js';
import { TenantCore } from '../../../../test/support/tenant-core.js';
import { TenantDispatch } from '../../../../test/support/tenant-dispatch.js';
import { Clock } from '../../../kernel/clock.js';
import { TenantDirectory } from '../../../platform/context/tenant-directory.js';
import type { TenantReference } from '../../../platform/context/tenant-reference.js';
import { BackgroundWork } from '../../../platform/runtime/background-work.js';
import { ResourceRegistry } from '../../../platform/resource/resource-registry.js';

const MINUTE = 60_000;

/** What policies want to be done, with a clock that the test moves: what is asked over HTTP is asked before it moves. */
describe('escalations', () => {
  let core: TenantCore;
  let dispatch: TenantDispatch;
  let admin: ApiClient & { readonly tenant: RegisteredTenant };
  let tenant: TenantReference;
  let time: number;

  beforeAll(async () => {
    core = await TenantCore.start();
    dispatch = TenantDispatch.of(core);
  });

  beforeEach(async () => {
    jest.restoreAllMocks();
    admin = await new ApiClient(core.product.url).register();
    await core.app.get(BackgroundWork).settle();
    const found = await core.app.get(TenantDirectory).find(admin.tenant.tenantId);
    if (found === undefined) throw new Error('The new tenant is not found');
    tenant = found;
    time = Date.now();
    jest.spyOn(core.app.get(Clock), 'now').mockImplementation(() => new Date(time));
  });

  afterAll(async () => {
    jest.restoreAllMocks();
    await core.close();
  });

  const within = <Result>(work: () => Promise<Result>) => core.within(tenant, work);
  const look = () => within(() => dispatch.look(tenant, 'all'));
  function service(name: string) {
    const found = core.app.get(ResourceRegistry).find(name)?.service;
    if (found === undefined) throw new Error(`No ${name}`);
    return found;
  }
  const policy = (escalations: unknown, more: Record<string, unknown> = {}, author: ApiClient = admin) =>
    made(author, '/api/sla-policies', {
      ...{ name: 'Standard', resource: 'lead', targets: [{ firstResponse: 60 }], businessHoursId: null },
      ...{ escalations, ...more },
    });
  const lead = (more: Record<string, unknown> = {}) =>
    made(admin, '/api/leads', { lastName: 'Lovelace', ...more });
  const update = (name: string, id: string, fields: Record<string, unknown>) =>
    within(() => service(name).update(id, fields));
  const read = (id: string) => within(() => service('lead').get(id));

  async function passes(minutes: number): Promise<void> {
    time += minutes * MINUTE;
    await look();
  }

  async function targetOf(id: string, metric = 'firstResponse') {
    const text = `SELECT state, escalated, notified_user_ids AS "notifiedUserIds", met_at AS "metAt",
      running_since AS "runningSince" FROM sla_targets WHERE record_id = $1 AND metric = $2`;
    const [row] = await within(() => core.database.query({ text, values: [id, metric] }));
    return row;
  }

  it('raise the priority by one: of none to the lowest, and not above the highest', async () => {
    await policy([{ at: 'breach', actions: [{ type: 'raisePriority' }] }]);
    const [none, warm, hot] = [
      await lead(),
      await lead({ temperature: 'warm' }),
      await lead({ temperature: 'hot' }),
    ];
    await look();
    await passes(60);
    const raised = [await read(none), await read(warm), await read(hot)];
    expect(raised).toMatchObject([{ temperature: 'cold' }, { temperature: 'hot' }, { temperature: 'hot' }]);
    expect(raised.map(({ version }) => version)).toEqual([2, 2, 1]);
  });

  it('give the record to nobody, and tell the active people of a team, each once', async () => {
    const teamId = await made(admin, '/api/teams', { name: 'Guard' });
    const [one, other, gone] = [
      await addMember(admin, 'User', { teamId }),
      await addMember(admin, 'User', { teamId }),
      await addMember(admin, 'User', { teamId }),
    ];
    expect((await admin.patch(`/api/users/${gone.userId}`, { body: { active: false } })).status).toBe(200);
    const told = { type: 'notify', teamId, userIds: [one.userId, gone.userId], owner: true };
    await policy([{ at: 'breach', actions: [{ type: 'assign', userId: null }, told] }]);
    const id = await lead({ ownerId: one.userId });
    await look();
    await passes(60);
    expect(await read(id)).toMatchObject({ ownerId: null });
    expect((await targetOf(id))?.['notifiedUserIds']).toEqual([one.userId, other.userId].toSorted());
  });

  it('concern the metric that they name, and nothing that is met or stands still', async () => {
    const actions = [{ type: 'raisePriority' }];
    const escalations = [{ metric: 'firstResponse', at: 'breach', afterMinutes: 3, actions }];
    await policy(escalations, { targets: [{ firstResponse: 2, resolution: 2 }] });
    const [met, deleted, answered] = [await lead(), await lead(), await lead()];
    await look();
    await update('lead', answered, { firstContactAt: new Date(time).toISOString() });
    await passes(3);
    await update('lead', met, { firstContactAt: new Date(time).toISOString() });
    await admin.delete(`/api/leads/${deleted}`);
    await look();
    await passes(4);
    expect(await targetOf(answered, 'resolution')).toMatchObject({ state: 'breached', metAt: null });
    expect(await targetOf(met)).toMatchObject({ state: 'breached', escalated: [] });
    expect(await targetOf(deleted)).toMatchObject({ runningSince: null, escalated: [] });
    await admin.post(`/api/leads/${deleted}/restore`);
    await look();
    await look();
    for (const [id, temperature] of [
      [met, null],
      [answered, null],
      [deleted, 'cold'],
    ] as const)
      expect(await read(id)).toMatchObject({ temperature });
  });

  it('do what the author of the policy may do when it is done', async () => {
    const role = { permissions: ['sla-policies:*', 'leads:*'] };
    const escalations = [{ at: 'breach', actions: [{ type: 'raisePriority' }] }];
    const authors = ['Whole', 'Narrower', 'Ruled', 'Blind'];
    const roles = new Map<string, string>();
    for (const name of authors) {
      roles.set(name, await made(admin, '/api/roles', { name, ...role }));
      const conditions = { field: 'source', value: name };
      await policy(escalations, { name, conditions }, await addMember(admin, name));
    }
    const limited: [string, Record<string, unknown>][] = [
      ['Narrower', { permissions: ['leads:read', 'leads:update:own'] }],
      ['Ruled', { fieldRules: { leads: { temperature: 'read-only' } } }],
      ['Blind', { fieldRules: { leads: { source: 'hidden' } } }],
    ];
    for (const [name, body] of limited)
      expect((await admin.patch(`/api/roles/${roles.get(name) ?? ''}`, { body })).status).toBe(200);
    // What an author may do is looked at anew within a second.
    await passes(1);
    const ids: string[] = [];
    for (const source of authors) ids.push(await lead({ source }));
    await look();
    await passes(60);
    const seen = await Promise.all(
      ids.map(async (id) => [(await read(id))['temperature'], (await targetOf(id))?.['escalated']]),
    );
    const escalated = ['breach:0'];
    expect(seen).toEqual([
      ['cold', escalated],
      [null, escalated],
      [null, escalated],
      [null, undefined],
    ]);
  });

  it('hold for what is overdue already when a policy comes to want them', async () => {
    const id = await policy([]);
    const late = await lead();
    await look();
    await passes(70);
    expect(await targetOf(late)).toMatchObject({ state: 'breached', escalated: [] });
    const actions = [{ type: 'raisePriority' }];
    await update('sla-policy', id, { escalations: [{ at: 'breach', afterMinutes: 30, actions }] });
    await look();
    expect(await read(late)).toMatchObject({ temperature: null });
    await passes(20);
    expect(await read(late)).toMatchObject({ temperature: 'cold' });
    expect(await targetOf(late)).toMatchObject({ escalated: ['breach:30'] });
  });

  it('follow policies that are changed, of however many records', async () => {
    const id = await policy([]);
    const leads = Array.from({ length: 205 }, () => ({ lastName: 'One of many' }));
    expect((await admin.post('/api/leads/bulk', { body: { leads } })).body).toMatchObject({ failed: 0 });
    await look();
    await update('sla-policy', id, { targets: [{ firstResponse: 120 }] });
    for (let slice = 0; slice < 4; slice += 1) await passes(0);
    const counted = await within(() =>
      core.database.query<{ targetSeconds: number; count: number }>({
        text: `SELECT target_seconds::integer AS "targetSeconds", count(*)::integer AS count FROM sla_targets
          GROUP BY target_seconds`,
      }),
    );
    expect(counted).toEqual([{ targetSeconds: 7_200, count: 205 }]);
  });
});
