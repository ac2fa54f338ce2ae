import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiAnswer, ApiClient } from '../support/api-client.js';
import { addMember, type Member } from '../support/team-of-members.js';
import { useTestProduct } from '../support/use-test-product.js';

const NOBODYS_ID = '0190b2a0-0000-7000-8000-000000000000';

interface Owned {
  readonly ownerId: string | null;
}

describe('owners of leads', () => {
  const { api } = useTestProduct();
  let admin: ApiClient;
  let members: readonly Member[];

  beforeAll(async () => {
    admin = await api().register();
    members = [];
    for (let index = 0; index < 4; index += 1) members = [...members, await addMember(admin, 'User')];
  });

  async function made(path: string, body: unknown): Promise<string> {
    const answer = await admin.post(path, { body });
    expect(answer).toMatchObject({ status: 201 });
    return String(answer.body['id']);
  }

  const lead = (more = {}) => admin.post<Owned>('/api/leads', { body: { lastName: 'Doe', ...more } });
  const userIds = () => members.map(({ userId }) => userId);
  const from = (value: string) => [{ field: 'source', operator: 'eq', value }];
  const rule = (name: string, more = {}) =>
    made('/api/assignment-rules', { name, userIds: userIds(), conditions: from(name), ...more });

  it('are found in turn: 100 leads made at one time are 25 for each of four', async () => {
    const id = await rule('Turns');
    // Who waited too long for a turn is told to come again, and has used none.
    const create = async (): Promise<ApiAnswer<Owned>> => {
      const answer = await lead({ source: 'Turns' });
      return answer.status === 503 ? create() : answer;
    };
    const answers = await Promise.all(Array.from({ length: 100 }, create));
    expect(answers.filter(({ status }) => status !== 201)).toEqual([]);
    const counts = userIds().map((owner) => answers.filter(({ body }) => body.ownerId === owner).length);
    expect(counts).toEqual([25, 25, 25, 25]);
    await admin.delete(`/api/assignment-rules/${id}`);
    expect((await lead({ source: 'Turns' })).body.ownerId).toBeNull();
  }, 60_000);

  it('are whom the lead names, and who makes it in a narrow reach', async () => {
    await rule('Named');
    const [, , third] = userIds();
    expect((await lead({ source: 'Named', ownerId: third })).body.ownerId).toBe(third);
    const permissions = ['leads:read:own', 'leads:create'];
    await admin.post('/api/roles', { body: { name: 'Seller', permissions } });
    const seller = await addMember(admin, 'Seller');
    const own = await seller.post<Owned>('/api/leads', { body: { lastName: 'Doe', source: 'Named' } });
    expect(own.body.ownerId).toBe(seller.userId);
  });

  it('are active: who is not is passed over', async () => {
    const leaving = await addMember(admin, 'User');
    const [first] = userIds();
    await rule('Active', { userIds: [first, leaving.userId] });
    await admin.patch(`/api/users/${leaving.userId}`, { body: { active: false } });
    for (let index = 0; index < 3; index += 1)
      expect((await lead({ source: 'Active' })).body.ownerId).toBe(first);
    await rule('Nobody', { userIds: [leaving.userId] });
    expect((await lead({ source: 'Nobody' })).body.ownerId).toBeNull();
  });

  it('come from the first rule that the lead meets, by position; of a team from its people', async () => {
    const teamId = await made('/api/teams', { name: 'East' });
    const inTeam = await addMember(admin, 'User', { teamId });
    const [first] = userIds();
    const warm = [...from('Order'), { field: 'score', operator: 'gte', value: 50 }];
    await rule('Order', { position: 9, userIds: [first] });
    await rule('Order of the warm', { position: 2, userIds: [], teamId, conditions: warm });
    await rule('Order that is off', { position: 1, enabled: false, conditions: from('Order') });
    expect((await lead({ source: 'Order', score: 50 })).body.ownerId).toBe(inTeam.userId);
    expect((await lead({ source: 'Order', score: 49 })).body.ownerId).toBe(first);
    expect((await lead({ source: 'Order' })).body.ownerId).toBe(first);
  });

  it('are changed by assign: to a named user, by one rule, by the rules', async () => {
    const [first, second] = userIds();
    const ruleId = await rule('Assign', { userIds: [second] });
    const { body } = await admin.post('/api/leads', { body: { lastName: 'Doe' } });
    const path = `/api/leads/${String(body['id'])}/assign`;
    const assign = (request: unknown, caller: ApiClient = admin) => caller.post(path, { body: request });
    expect(await assign({ ownerId: first })).toMatchObject({
      status: 200,
      body: { ownerId: first, version: 2 },
    });
    expect(await assign({ ownerId: first })).toMatchObject({ status: 200, body: { version: 2 } });
    expect(await assign({ assignmentRuleId: ruleId })).toMatchObject({
      status: 200,
      body: { ownerId: second },
    });
    expect(await assign({ rule: 'round-robin' })).toMatchObject({ status: 422 });
    await admin.patch(`/api/leads/${String(body['id'])}`, { body: { source: 'Assign', ownerId: null } });
    expect(await assign({ rule: 'round-robin' })).toMatchObject({ status: 200, body: { ownerId: second } });
    expect(await assign({ ownerId: null })).toMatchObject({ status: 200, body: { ownerId: null } });
    const { body: log } = await admin.get('/api/audit-logs?resource=lead');
    expect(JSON.stringify(log)).toContain('lead.assigned');

    for (const bad of [
      {},
      { ownerId: first, rule: 'round-robin' },
      { ownerId: NOBODYS_ID },
      { ownerId: 'x' },
    ])
      expect({ bad, status: (await assign(bad)).status }).toEqual({ bad, status: 422 });
    expect((await assign({ assignmentRuleId: NOBODYS_ID })).status).toBe(422);
    expect((await admin.post(`/api/leads/${NOBODYS_ID}/assign`, { body: { ownerId: first } })).status).toBe(
      404,
    );
  });

  it('are not given away out of the reach of the caller, nor by who may not write them', async () => {
    const permissions = ['leads:read', 'leads:create', 'leads:update:own'];
    await admin.post('/api/roles', { body: { name: 'Keeper', permissions } });
    const keeper = await addMember(admin, 'Keeper');
    const { body } = await admin.post('/api/leads', { body: { lastName: 'Doe', ownerId: keeper.userId } });
    const path = `/api/leads/${String(body['id'])}/assign`;
    const [first] = userIds();
    expect((await keeper.post(path, { body: { ownerId: first } })).status).toBe(403);
    const fieldRules = { leads: { ownerId: 'read-only' } };
    await admin.post('/api/roles', { body: { name: 'Fixed', permissions: ['*:*'], fieldRules } });
    const fixed = await addMember(admin, 'Fixed');
    expect((await fixed.post(path, { body: { ownerId: first } })).status).toBe(403);
  });

  it('have rules that make sense', async () => {
    const [first] = userIds();
    const refused = async (more: Record<string, unknown>, field: string) =>
      expect({
        more,
        answer: await admin.post('/api/assignment-rules', {
          body: { name: 'Refused', userIds: [first], ...more },
        }),
      }).toMatchObject({ more, answer: { status: 422, body: { error: { details: [{ field }] } } } });
    const condition = (field: unknown, operator: unknown, value: unknown) => ({
      conditions: [{ field, operator, value }],
    });
    await refused(condition('dragon', 'eq', 'x'), 'conditions.0');
    await refused(condition('ownerId', 'eq', first), 'conditions.0');
    await refused(condition('score', 'contains', 'x'), 'conditions.0');
    await refused(condition('score', 'gt', '5'), 'conditions.0');
    await refused(condition('status', 'eq', 'Lost'), 'conditions.0');
    await refused(condition('status', 'in', 'New'), 'conditions.0');
    await refused(condition('status', 'in', []), 'conditions.0');
    await refused(condition('createdAt', 'gt', 'soon'), 'conditions.0');
    await refused(condition('source', 'isNull', 'yes'), 'conditions.0');
    await refused(condition('source', 'like', 'x'), 'conditions');
    await refused({ conditions: [{ field: 'source', operator: 'eq' }] }, 'conditions');
    await refused({ conditions: ['x'] }, 'conditions');
    await refused({ userIds: [] }, 'userIds');
    await refused({ userIds: [NOBODYS_ID] }, 'userIds.0');
    await refused({ teamId: NOBODYS_ID }, 'teamId');
    await refused({ strategy: 'at-random' }, 'strategy');
    const user = members[0];
    expect((await user?.get('/api/assignment-rules'))?.status).toBe(403);
  });

  it('may be a company that is a record, within reach', async () => {
    const companyId = await made('/api/companies', { name: 'Linked' });
    const linked = await admin.post('/api/leads', { body: { lastName: 'Doe', companyId } });
    expect(linked).toMatchObject({ status: 201, body: { companyId } });
    expect((await admin.get(`/api/leads?companyId=${companyId}`)).body).toMatchObject({ totalCount: 1 });
    expect(await lead({ companyId: NOBODYS_ID })).toMatchObject({
      status: 422,
      body: { error: { details: [{ field: 'companyId', message: 'does not exist' }] } },
    });
  });
});

describe('the status history of a lead', () => {
  const { api } = useTestProduct();

  it('has every change, the latest first, by whom and when', async () => {
    const admin = await api().register();
    const { body } = await admin.post('/api/leads', { body: { lastName: 'Doe' } });
    const path = `/api/leads/${String(body['id'])}`;
    for (const status of ['Contacted', 'Contacted', 'Qualified', 'Unqualified'])
      await admin.patch(path, { body: { status } });
    await admin.patch(path, { body: { score: 1 } });
    const page = (await admin.get(`${path}/status-history?pageSize=2`)).body;
    const by = admin.tenant.userId;
    expect(page).toMatchObject({
      totalCount: 3,
      hasNextPage: true,
      items: [
        { from: 'Qualified', to: 'Unqualified', by },
        { from: 'Contacted', to: 'Qualified', by },
      ],
    });
    expect((await admin.get(`${path}/status-history?page=0`)).status).toBe(400);
    expect((await admin.get(`/api/leads/${NOBODYS_ID}/status-history`)).status).toBe(404);
    const stranger = await api().register();
    expect((await stranger.get(`${path}/status-history`)).status).toBe(404);
  });
});
