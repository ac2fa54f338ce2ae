import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient, RegisteredTenant } from '../support/api-client.js';
import { eventually } from '../support/eventually.js';
import { FeedReader } from '../support/feed-reader.js';
import { made } from '../support/route-case.js';
import { addMember } from '../support/team-of-members.js';
import { useTestProduct } from '../support/use-test-product.js';

const NINE_TO_FIVE = [{ from: '09:00', to: '17:00' }];
const EVER = { from: '00:00', to: '24:00' };
const ALWAYS = {
  ...{ monday: [EVER], tuesday: [EVER], wednesday: [EVER], thursday: [EVER], friday: [EVER] },
  ...{ saturday: [EVER], sunday: [EVER] },
};

interface Target {
  readonly id: string;
  readonly metric: string;
  readonly state: string;
  readonly dueAt: string;
  readonly elapsedSeconds: number;
  readonly remainingSeconds: number;
}

describe('service levels over HTTP', () => {
  // No sweep comes: what is seen comes from the commit.
  const { api } = useTestProduct({ SWEEP_MS: '600000' });
  let admin: ApiClient & { readonly tenant: RegisteredTenant };

  beforeAll(async () => {
    admin = await api().register();
  });

  const hours = (more: Record<string, unknown> = {}) => ({
    ...{ name: 'Office', timeZone: 'Europe/Berlin', days: { monday: NINE_TO_FIVE } },
    ...more,
  });
  const policy = (more: Record<string, unknown> = {}) => ({
    ...{ name: 'Standard', resource: 'lead', targets: [{ firstResponse: 60 }], active: false },
    ...more,
  });

  async function refusal(
    path: string,
    body: unknown,
  ): Promise<[number, string | undefined, string | undefined]> {
    const answer = await admin.post<{ error?: { details?: { field: string; message: string }[] } }>(path, {
      body,
    });
    const [detail] = answer.body.error?.details ?? [];
    return [answer.status, detail?.field, detail?.message];
  }

  async function targetsOf(id: string, count = 1, client: ApiClient = admin): Promise<readonly Target[]> {
    return eventually(`${count} targets`, async () => {
      const { status, body } = await client.get<{ targets: Target[] }>(`/api/leads/${id}/sla`);
      expect(status).toBe(200);
      return body.targets.length === count && body.targets;
    });
  }

  it('count by business hours, of which one are the default', async () => {
    const [first, second] = [
      await made(admin, '/api/business-hours', hours({ isDefault: true })),
      await made(
        admin,
        '/api/business-hours',
        hours({ isDefault: true, holidays: [{ date: '2026-12-25', name: 'Christmas', yearly: true }] }),
      ),
    ];
    const { body } = await admin.get<{ items: { id: string }[] }>('/api/business-hours?isDefault=true');
    expect(body.items.map(({ id }) => id)).toEqual([second]);
    await admin.patch(`/api/business-hours/${first}`, { body: { isDefault: true } });
    expect((await admin.get(`/api/business-hours/${second}`)).body).toMatchObject({
      isDefault: false,
      version: 2,
    });
    const promised = await admin.post('/api/sla-policies', { body: policy() });
    expect(promised).toMatchObject({ status: 201, body: { businessHoursId: first } });
    const clock = await admin.post('/api/sla-policies', { body: policy({ businessHoursId: null }) });
    expect(clock.body).toMatchObject({ businessHoursId: null });
    expect(await admin.delete(`/api/business-hours/${first}`)).toMatchObject({
      status: 409,
      body: { error: { code: 'BUSINESS_HOURS_IN_USE' } },
    });
    await admin.delete(`/api/sla-policies/${String(promised.body['id'])}`);
    expect((await admin.delete(`/api/business-hours/${first}`)).status).toBe(204);
    const back = await admin.post(`/api/sla-policies/${String(promised.body['id'])}/restore`, { body: {} });
    expect(back).toMatchObject({ status: 422, body: { error: { details: [{ field: 'businessHoursId' }] } } });
  });

  it('refuse hours that cannot be', async () => {
    const night = await refusal(
      '/api/business-hours',
      hours({ days: { monday: [{ from: '22:00', to: '06:00' }] } }),
    );
    expect(night).toEqual([422, 'days.monday.0.to', expect.stringContaining('until 24:00 and from 00:00')]);
    const cases: [Record<string, unknown>, string][] = [
      [{ timeZone: 'Mars/Olympus' }, 'timeZone'],
      [{ days: {} }, 'days'],
      [{ days: { monday: [...NINE_TO_FIVE, { from: '16:00', to: '18:00' }] } }, 'days.monday.1'],
      [{ holidays: [{ date: '2026-02-30', name: 'Never' }] }, 'holidays.0.date'],
    ];
    for (const [more, field] of cases)
      expect((await refusal('/api/business-hours', hours(more))).slice(0, 2)).toEqual([422, field]);
  });

  it('refuse policies that cannot be', async () => {
    const escalation = (more: Record<string, unknown>) => ({
      escalations: [{ at: 'breach', actions: [{ type: 'notify', owner: true }], ...more }],
    });
    const nobody = '0190b2a0-0000-7000-8000-000000000000';
    const cases: [Record<string, unknown>, number, string | undefined][] = [
      [{ resource: 'company' }, 422, 'resource'],
      [{ targets: [] }, 422, 'targets'],
      [{ targets: [{}] }, 422, 'targets.0'],
      [{ targets: [{ nextResponse: 5 }] }, 422, 'targets.0.nextResponse'],
      [{ targets: [{ resolution: 0 }] }, 422, 'targets.0.resolution'],
      [{ targets: [{ priority: 'urgent', resolution: 5 }] }, 422, 'targets.0.priority'],
      [{ targets: [{ resolution: 5 }, { firstResponse: 5 }] }, 422, 'targets.1.priority'],
      [{ warning: {} }, 422, 'warning'],
      [{ warning: { percent: 10, minutes: 5 } }, 422, 'warning'],
      [{ conditions: { field: 'nothing', value: 1 } }, 400, 'nothing'],
      [{ businessHoursId: nobody }, 422, 'businessHoursId'],
      [escalation({ at: 'warning' }), 422, 'escalations.0.at'],
      [escalation({ actions: [] }), 422, 'escalations.0.actions'],
      [escalation({ actions: [{ type: 'notify' }] }), 422, 'escalations.0.actions.0'],
      [escalation({ actions: [{ type: 'assign' }] }), 422, 'escalations.0.actions.0.userId'],
      [escalation({ actions: [{ type: 'assign', userId: nobody }] }), 422, 'escalations.0.actions.0.userId'],
      [escalation({ actions: [{ type: 'notify', teamId: nobody }] }), 422, 'escalations.0.actions.0.teamId'],
    ];
    for (const [more, status, field] of cases) {
      const seen = await refusal('/api/sla-policies', policy(more));
      expect({ more, seen: seen.slice(0, 2) }).toEqual({ more, seen: [status, field] });
    }
  });

  it('judge by what the author of a policy may see and do', async () => {
    const fieldRules = { leads: { score: 'hidden' } };
    const permissions = ['sla-policies:create', 'leads:read', 'leads:update:own'];
    expect(
      (await admin.post('/api/roles', { body: { name: 'Promiser', permissions, fieldRules } })).status,
    ).toBe(201);
    const promiser = await addMember(admin, 'Promiser');
    const post = async (more: Record<string, unknown>) =>
      (await promiser.post('/api/sla-policies', { body: policy({ businessHoursId: null, ...more }) })).status;
    expect(await post({ conditions: { field: 'score', operator: 'gt', value: 5 } })).toBe(400);
    const actions = [{ type: 'raisePriority' }];
    expect(await post({ escalations: [{ at: 'breach', actions }] })).toBe(403);
    expect(await post({})).toBe(201);
  });

  it('stand on a lead a moment after it was made, and are seen by who sees the lead alone', async () => {
    const businessHoursId = await made(admin, '/api/business-hours', hours({ days: ALWAYS }));
    await made(admin, '/api/sla-policies', {
      ...policy({ active: true, businessHoursId, conditions: { field: 'source', value: 'Web' } }),
      targets: [
        { priority: 'hot', firstResponse: 30 },
        { firstResponse: 60, resolution: 600 },
      ],
    });
    const user = await addMember(admin, 'User');
    await made(admin, '/api/leads', { lastName: 'Passer-by' });
    const began = Date.now();
    const id = await made(admin, '/api/leads', { lastName: 'Lovelace', source: 'Web', ownerId: user.userId });
    const [response, resolution] = await targetsOf(id, 2);
    expect(response).toMatchObject({ metric: 'firstResponse', state: 'running', ownerId: user.userId });
    expect(Date.parse(response?.dueAt ?? '')).toBeGreaterThan(began + 3_599_000);
    expect((response?.elapsedSeconds ?? 0) + (response?.remainingSeconds ?? 0)).toBeCloseTo(3_600, 2);
    expect(resolution).toMatchObject({ metric: 'resolution', targetSeconds: 36_000 });
    await admin.patch(`/api/leads/${id}`, { body: { temperature: 'hot' } });
    await eventually('more urgent', async () => {
      const [first, second] = await targetsOf(id, 2);
      return (
        first !== undefined && Date.parse(first.dueAt) < began + 1_900_000 && second?.state === 'cancelled'
      );
    });
    const list = await user.get<{ items: Target[] }>(`/api/sla-targets?state=running&recordId=${id}`);
    expect(list.body.items.map(({ metric }) => metric)).toEqual(['firstResponse']);
    const path = `/api/sla-targets/${String(response?.id)}`;
    expect((await user.get(path)).status).toBe(200);
    expect((await user.get(`${path}/history`)).status).toBe(200);
    expect((await user.get(`${path}/timeline`)).status).toBe(200);
    // Nobody writes them, the Admin included.
    for (const method of ['PATCH', 'PUT', 'DELETE', 'POST'])
      expect((await admin.request(method, path, { body: { metAt: null } })).status).toBe(404);
    const types = (await new FeedReader(user).read()).map(({ type }) => type);
    expect(types).toEqual(expect.arrayContaining(['sla-target.created', 'sla-target.updated']));
    await admin.post('/api/roles', {
      body: { name: 'Own leads', permissions: ['leads:read:own', 'sla-targets:read'] },
    });
    const other = await addMember(admin, 'Own leads');
    expect((await other.get(path)).status).toBe(404);
    expect((await other.get(`/api/leads/${id}/sla`)).status).toBe(404);
    expect((await other.get<{ items: unknown[] }>('/api/sla-targets')).body.items).toEqual([]);
    expect((await new FeedReader(other).read()).filter(({ resource }) => resource === 'sla-target')).toEqual(
      [],
    );
    const stranger = await api().register();
    for (const address of [path, `/api/leads/${id}/sla`])
      expect((await stranger.get(address)).status).toBe(404);
    expect((await admin.get(`/api/companies/${id}/sla`)).status).toBe(404);
  });

  it('of a ticket stand still while it waits, and know every answer', async () => {
    const targets = [{ firstResponse: 60, nextResponse: 30, resolution: 480 }];
    const contact = await made(admin, '/api/contacts', { lastName: 'Hopper' });
    await made(admin, '/api/sla-policies', policy({ active: true, resource: 'ticket', targets }));
    const id = await made(admin, '/api/tickets', { subject: 'Bug', requesterId: contact });
    const path = `/api/tickets/${id}`;
    const states = (...expected: string[]) =>
      eventually(expected.join(), async () => {
        const { body } = await admin.get<{ targets: Target[] }>(`${path}/sla`);
        const seen = body.targets.map(({ metric, state }) => `${metric} ${state}`);
        return seen.toSorted().join() === expected.toSorted().join();
      });
    await states('firstResponse running', 'resolution running');
    await admin.patch(path, { body: { status: 'pending' } });
    await states('firstResponse paused', 'resolution paused');
    await made(admin, `${path}/comments`, { body: 'Which one?' });
    await states('firstResponse met', 'resolution paused');
    await made(admin, `${path}/comments`, { body: 'The moth', authorContactId: contact });
    await eventually('the next answer is owed', async () => {
      const { body } = await admin.get<{ targets: Target[] }>(`${path}/sla`);
      return body.targets.some(({ metric }) => metric === 'nextResponse');
    });
    await made(admin, `${path}/comments`, { body: 'Taped' });
    await admin.patch(path, { body: { status: 'solved' } });
    await states('firstResponse met', 'nextResponse met', 'resolution met');
    await admin.post(`${path}/reopen`);
    await states('firstResponse met', 'nextResponse met', 'resolution running');
  });

  it('of records that are merged run on once of each kind, and as they were when that is undone', async () => {
    const conditions = { field: 'source', value: 'Twice' };
    await made(admin, '/api/sla-policies', policy({ active: true, conditions, businessHoursId: null }));
    const lead = () => made(admin, '/api/leads', { lastName: 'Twin', source: 'Twice' });
    const [one, other] = [await lead(), await lead()];
    for (const id of [one, other]) await targetsOf(id);
    const merge = await admin.post(`/api/leads/${one}/merge`, { body: { ids: [other] } });
    expect(merge.status).toBe(200);
    const states = async (id: string, ...expected: string[]) =>
      eventually(expected.join(), async () => {
        const seen = (await targetsOf(id, expected.length)).map(({ state }) => state);
        return seen.toSorted().join() === expected.toSorted().join();
      });
    await states(one, 'running', 'cancelled');
    expect((await admin.post(`/api/merges/${String(merge.body['id'])}/undo`, { body: {} })).status).toBe(200);
    for (const id of [one, other]) await states(id, 'running');
  });
});
