import { beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../src/kernel/identifiers.js';
import type { ApiAnswer, ApiClient, RegisteredTenant } from '../support/api-client.js';
import { addMember, type Member } from '../support/team-of-members.js';
import { useTestProduct } from '../support/use-test-product.js';

const SECRET = 'secret-5f2c';

describe('saved views', () => {
  const { api } = useTestProduct();
  let admin: ApiClient & { readonly tenant: RegisteredTenant };
  let one: Member;
  let mate: Member;
  let other: Member;

  beforeAll(async () => {
    admin = await api().register();
    const [central, east] = [await makeTeam('Central'), await makeTeam('East')];
    one = await addMember(admin, 'User', { teamId: central });
    mate = await addMember(admin, 'User', { teamId: central });
    other = await addMember(admin, 'Manager', { teamId: east });
    for (const [lastName, status, score] of [
      ['Able', 'New', 10],
      ['Baker', 'New', 30],
      ['Clark', 'Qualified', 20],
      ['Dunn', 'Qualified', null],
    ] as const)
      await admin.post('/api/leads', { body: { lastName, status, score, phone: `${SECRET}-${lastName}` } });
  });

  async function makeTeam(name: string): Promise<string> {
    return String((await admin.post('/api/teams', { body: { name } })).body['id']);
  }

  async function save(caller: ApiClient, more: Readonly<Record<string, unknown>>): Promise<string> {
    const body = { name: 'View', resource: 'leads', ...more };
    const answer = await caller.post('/api/views', { body });
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
    return String(answer.body['id']);
  }

  async function namesOf(answer: Promise<ApiAnswer>): Promise<unknown> {
    const { status, body } = await answer;
    return status === 200
      ? (body['items'] as Record<string, unknown>[]).map((item) => item['lastName'])
      : status;
  }

  it('narrow a list, and say what it does not: order, columns, relations', async () => {
    const id = await save(admin, {
      filter: {
        or: [
          { field: 'status', value: 'New' },
          { field: 'score', operator: 'isNull', value: true },
        ],
      },
      sort: [{ field: 'score', order: 'desc', nulls: 'first' }],
      fields: ['lastName', 'score', 'ownerId'],
      expand: ['owner'],
    });
    const list = await admin.get(`/api/leads?view=${id}`);
    expect(list).toMatchObject({ status: 200, body: { totalCount: 3 } });
    expect((list.body['items'] as unknown[])[0]).toEqual({
      id: expect.any(String),
      version: 1,
      lastName: 'Dunn',
      score: null,
      ownerId: null,
      owner: null,
    });
    expect(await namesOf(Promise.resolve(list))).toEqual(['Dunn', 'Baker', 'Able']);
    expect(await namesOf(admin.get(`/api/leads?view=${id}&score[gte]=20`))).toEqual(['Baker']);
    expect(await namesOf(admin.get(`/api/leads?view=${id}&sortBy=lastName&fields=lastName`))).toEqual([
      'Able',
      'Baker',
      'Dunn',
    ]);
    const body = { view: id, filter: { not: { field: 'lastName', value: 'Able' } }, limit: 1 };
    const first = await admin.post('/api/leads/search', { body });
    expect(await namesOf(Promise.resolve(first))).toEqual(['Dunn']);
    const cursor = first.body['nextCursor'];
    expect(await namesOf(admin.post('/api/leads/search', { body: { ...body, cursor } }))).toEqual(['Baker']);
    await admin.patch(`/api/views/${id}`, { body: { filter: { field: 'status', value: 'Qualified' } } });
    expect((await admin.post('/api/leads/search', { body: { ...body, cursor } })).status).toBe(400);
  });

  it('search where the request does not', async () => {
    const id = await save(admin, { search: 'bak' });
    expect(await namesOf(admin.get(`/api/leads?view=${id}`))).toEqual(['Baker']);
    expect(await namesOf(admin.get(`/api/leads?view=${id}&search=cla`))).toEqual(['Clark']);
  });

  it('are checked when they are saved, and the path of a fault is told', async () => {
    const deep = Array.from({ length: 20 }).reduce<unknown>((of) => ({ not: of }), {
      field: 'status',
      value: 'New',
    });
    for (const [field, body] of [
      ['resource', { resource: 'teams' }],
      ['resource', { resource: 'nothing' }],
      ['filter.nothing', { filter: { field: 'nothing', value: 1 } }],
      ['filter.status', { filter: { and: [{ field: 'status', operator: 'gt', value: 'New' }] } }],
      ['filter.status', { filter: { field: 'status', value: 'Old' } }],
      ['filter.xor', { filter: { xor: [] } }],
      ['filter', { filter: deep }],
      ['filter', { filter: [] }],
      ['sort.nothing', { sort: [{ field: 'nothing' }] }],
      ['sort', { sort: [{ field: 'score', order: 'up' }] }],
      ['sort', { sort: [{ field: 'score' }, { field: 'score' }] }],
      ['fields', { fields: ['nothing'] }],
      ['expand', { expand: ['nothing'] }],
      ['visibility', { visibility: 'some' }],
      ['ownerId', { ownerId: newId() }],
    ] as const) {
      const answer = await admin.post('/api/views', { body: { name: 'Bad', resource: 'leads', ...body } });
      expect([field, answer.status, answer.body]).toMatchObject([
        field,
        422,
        { error: { details: [{ field }] } },
      ]);
    }
    const id = await save(admin, {});
    const moved = await admin.patch(`/api/views/${id}`, { body: { resource: 'contacts' } });
    expect(moved).toMatchObject({ status: 422, body: { error: { details: [{ field: 'resource' }] } } });
    expect((await admin.get('/api/views?search=Bad')).body).toMatchObject({ totalCount: 0 });
  });

  it('are seen by whom their owner shares them with', async () => {
    const ids = {
      private: await save(one, { name: 'Shared P', visibility: 'private' }),
      team: await save(one, { name: 'Shared T', visibility: 'team' }),
      everyone: await save(one, { name: 'Shared E', visibility: 'everyone' }),
    };
    const seenBy = async (caller: ApiClient) => {
      const seen: string[] = [];
      for (const [kind, id] of Object.entries(ids)) {
        const statuses = [
          (await caller.get(`/api/views/${id}`)).status,
          (await caller.get(`/api/leads?view=${id}`)).status,
          (await caller.post('/api/leads/search', { body: { view: id } })).status,
        ];
        expect(new Set(statuses).size).toBe(1);
        if (statuses[0] === 200) seen.push(kind);
        else expect(statuses[0]).toBe(404);
      }
      const list = await caller.get('/api/views?resource=leads&search=Shared');
      expect(list.body).toMatchObject({ totalCount: seen.length });
      return seen;
    };
    expect(await seenBy(one)).toEqual(['private', 'team', 'everyone']);
    expect(await seenBy(mate)).toEqual(['team', 'everyone']);
    expect(await seenBy(other)).toEqual(['everyone']);
    expect(await seenBy(admin)).toEqual(['everyone']);
    for (const caller of [mate, other, admin]) {
      const rename = { body: { name: 'Mine' } };
      expect((await caller.patch(`/api/views/${ids.private}`, rename)).status).toBe(404);
      expect((await caller.delete(`/api/views/${ids.private}`)).status).toBe(404);
    }
    expect((await mate.delete(`/api/views/${ids.everyone}`)).status).toBe(404);
    expect((await one.delete(`/api/views/${ids.private}`)).status).toBe(204);
    expect((await one.get(`/api/leads?view=${ids.private}`)).status).toBe(404);
  });

  it('reach no further than the permission to read views', async () => {
    await admin.post('/api/roles', {
      body: { name: 'Own views', permissions: ['leads:read', 'views:read:own', 'views:create'] },
    });
    await admin.post('/api/roles', { body: { name: 'No views', permissions: ['leads:read'] } });
    const [own, none] = [await addMember(admin, 'Own views'), await addMember(admin, 'No views')];
    const [mine, theirs] = [await save(own, {}), await save(admin, { visibility: 'everyone' })];
    expect((await own.get(`/api/leads?view=${mine}`)).status).toBe(200);
    for (const caller of [own, none])
      expect((await caller.get(`/api/leads?view=${theirs}`)).status).toBe(404);
  });

  it('of another record type, or no view at all, are not found', async () => {
    const id = await save(admin, { resource: 'companies' });
    for (const path of [`/api/leads?view=${id}`, `/api/leads?view=${newId()}`, '/api/leads?view=none'])
      expect([path, (await admin.get(path)).status]).toEqual([path, 404]);
    expect((await admin.get(`/api/leads?view=${id}&view=${id}`)).status).toBe(400);
    expect((await admin.get(`/api/companies?view=${id}`)).status).toBe(200);
  });

  it('never tell of a field that is hidden from their reader', async () => {
    await admin.post('/api/roles', {
      body: {
        name: 'Blind',
        permissions: ['*:*'],
        fieldRules: { leads: { phone: 'hidden', tags: 'hidden' } },
      },
    });
    const blind = await addMember(admin, 'Blind');
    const shared = { visibility: 'everyone' };
    const ids = [
      await save(admin, { ...shared, filter: { not: { field: 'phone', value: `${SECRET}-Able` } } }),
      await save(admin, { ...shared, filter: { field: 'tag', value: SECRET } }),
      await save(admin, { ...shared, fields: ['phone'] }),
    ];
    const told: unknown[] = [];
    for (const id of ids) {
      const answers = [
        await blind.get(`/api/leads?view=${id}`),
        await blind.post('/api/leads/search', { body: { view: id } }),
      ];
      for (const answer of answers)
        expect(answer).toMatchObject({ status: 400, body: { error: { details: [{ field: 'view' }] } } });
      const view = await blind.get(`/api/views/${id}`);
      expect(view).toMatchObject({ status: 200, body: { filter: null, fields: [] } });
      const changed = await blind.patch(`/api/views/${id}`, { body: { name: 'Mine' } });
      expect(changed.status).toBe(422);
      told.push(view.body, ...answers.map(({ body }) => body));
    }
    told.push(
      (await blind.get('/api/views')).body,
      (await blind.post('/api/views/search', { body: {} })).body,
    );
    expect(JSON.stringify(told)).not.toMatch(/phone|secret/);
    for (const filter of [
      { field: 'phone', value: '1' },
      { field: 'tag', value: 'x' },
    ]) {
      const saved = await blind.post('/api/views', { body: { name: 'Guess', resource: 'leads', filter } });
      expect(saved.status).toBe(422);
    }
  });

  it('are one default of an owner for a record type', async () => {
    const member = await addMember(admin, 'User');
    const first = await save(member, { isDefault: true });
    await save(member, { isDefault: true, resource: 'companies' });
    const second = await save(member, {});
    expect(await member.patch(`/api/views/${second}`, { body: { isDefault: true } })).toMatchObject({
      status: 409,
      body: { error: { code: 'DUPLICATE', details: [{ field: 'isDefault' }] } },
    });
    await member.patch(`/api/views/${first}`, { body: { isDefault: false } });
    expect((await member.patch(`/api/views/${second}`, { body: { isDefault: true } })).status).toBe(200);
  });

  it('stay as they are when what was read is sent back', async () => {
    const id = await save(admin, {
      sort: [{ field: 'score' }],
      filter: { and: [{ field: 'score', operator: 'in', value: [1, 2] }] },
    });
    const { body } = await admin.get(`/api/views/${id}`);
    expect(body).toMatchObject({ sort: [{ field: 'score', order: 'asc', nulls: 'last' }], position: 0 });
    expect(await admin.put(`/api/views/${id}`, { body })).toMatchObject({
      status: 200,
      body: { version: 1 },
    });
  });
});
