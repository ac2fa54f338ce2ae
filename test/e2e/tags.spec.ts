import { beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '../../src/kernel/identifiers.js';
import type { ApiAnswer, ApiClient } from '../support/api-client.js';
import { eventually } from '../support/eventually.js';
import { addMember, type Member } from '../support/team-of-members.js';
import { useTestProduct } from '../support/use-test-product.js';

describe('tags', () => {
  const { api } = useTestProduct();
  let admin: ApiClient;

  beforeEach(async () => {
    admin = await api().register();
  });

  async function makeLead(
    tags: readonly string[],
    more: Readonly<Record<string, unknown>> = {},
  ): Promise<string> {
    const { body } = await admin.post('/api/leads', { body: { lastName: 'Doe', tags, ...more } });
    return String(body['id']);
  }

  async function tagsOf(id: string): Promise<unknown> {
    return (await admin.get(`/api/leads/${id}`)).body['tags'];
  }

  const apply = (caller: ApiClient, body: Readonly<Record<string, unknown>>): Promise<ApiAnswer> =>
    caller.post('/api/tags/apply', { body: { resource: 'leads', ...body } });

  async function memberWith(permissions: readonly string[], fieldRules = {}): Promise<Member> {
    const name = `Role ${newId()}`;
    const role = await admin.post('/api/roles', { body: { name, permissions, fieldRules } });
    expect(role.status).toBe(201);
    return addMember(admin, name);
  }

  it('are declared once a name, whatever its case, with a colour', async () => {
    const made = await admin.post('/api/tags', {
      body: { name: '  VIP ', color: '#1F8ceb', description: 'Top' },
    });
    expect(made).toMatchObject({ status: 201, body: { name: 'VIP', color: '#1F8ceb', renaming: false } });
    expect(await admin.post('/api/tags', { body: { name: 'vip' } })).toMatchObject({
      status: 409,
      body: { error: { code: 'DUPLICATE', details: [{ field: 'name' }] } },
    });
    for (const [field, body] of [
      ['color', { name: 'x', color: 'red' }],
      ['name', { name: ' ' }],
      ['name', { name: 'x'.repeat(101) }],
      ['renaming', { name: 'x', renaming: true }],
    ] as const)
      expect(await admin.post('/api/tags', { body })).toMatchObject({
        status: 422,
        body: { error: { details: [{ field }] } },
      });
    expect((await admin.get('/api/tags?search=vi')).body).toMatchObject({ totalCount: 1 });
  });

  it('take a new name on records by themselves, with a version and an event of each', async () => {
    const [tagged, other] = [await makeLead(['a', 'VIP']), await makeLead(['a'])];
    const { body } = await admin.post('/api/tags', { body: { name: 'vip' } });
    const renamed = await admin.patch(`/api/tags/${String(body['id'])}`, { body: { name: 'Gold' } });
    expect(renamed).toMatchObject({ status: 200, body: { name: 'Gold', renaming: true } });
    await eventually('the tag has its new name', async () => {
      const tag = await admin.get(`/api/tags/${String(body['id'])}`);
      return tag.body['renaming'] === false;
    });
    expect((await admin.get(`/api/leads/${tagged}`)).body).toMatchObject({ tags: ['a', 'Gold'], version: 2 });
    expect((await admin.get(`/api/leads/${other}`)).body).toMatchObject({ tags: ['a'], version: 1 });
    expect((await admin.get('/api/leads?tag=Gold')).body).toMatchObject({ totalCount: 1 });
  });

  it('are given to and taken from many records at once, and each result stands for itself', async () => {
    const [one, two, full] = [
      await makeLead(['a']),
      await makeLead(['B', 'c']),
      await makeLead(Array.from({ length: 50 }, (_, index) => `t${index}`)),
    ];
    const nobody = newId();
    const edit = { ids: [two, one, nobody, full], add: ['b'], remove: ['A'] };
    const tried = await admin.post('/api/tags/apply?dryRun=true', { body: { resource: 'leads', ...edit } });
    expect([tried.status, await tagsOf(one)]).toEqual([207, ['a']]);
    const answer = await apply(admin, edit);
    expect(answer.status).toBe(207);
    expect(answer.body).toEqual({
      results: [
        { index: 0, status: 200, id: two, version: 1 },
        { index: 1, status: 200, id: one, version: 2 },
        {
          index: 2,
          status: 404,
          id: nobody,
          version: null,
          error: { code: 'NOT_FOUND', message: 'Lead not found', details: [] },
        },
        {
          index: 3,
          status: 422,
          id: full,
          version: 1,
          error: {
            code: 'VALIDATION_ERROR',
            message: 'tags must be a list of at most 50 items',
            details: [{ field: 'tags', message: 'must be a list of at most 50 items' }],
          },
        },
      ],
      succeeded: 2,
      failed: 2,
    });
    expect([await tagsOf(one), await tagsOf(two)]).toEqual([['b'], ['B', 'c']]);
    expect(await apply(admin, { ids: [one, one.toUpperCase()], add: ['d'] })).toMatchObject({
      status: 200,
      body: {
        results: [
          { id: one, version: 3 },
          { index: 1, id: one, version: 3 },
        ],
        succeeded: 2,
        failed: 0,
      },
    });
  });

  it('are refused where the request makes no sense', async () => {
    const id = await makeLead([]);
    for (const [field, body] of [
      ['add', { ids: [id] }],
      ['remove', { ids: [id], add: ['x'], remove: ['X'] }],
      ['resource', { resource: 'teams', ids: [id], add: ['x'] }],
      ['resource', { resource: 'nothing', ids: [id], add: ['x'] }],
      ['ids', { ids: Array.from({ length: 1_001 }, () => id), add: ['x'] }],
      ['ids', { ids: ['one'], add: ['x'] }],
      ['more', { ids: [id], add: ['x'], more: 1 }],
    ] as const)
      expect([field, await apply(admin, body)]).toMatchObject([
        field,
        { status: 422, body: { error: { details: [{ field }] } } },
      ]);
    expect(await tagsOf(id)).toEqual([]);
  });

  it('reach no further than the permission to update, and not round a field rule', async () => {
    const member = await memberWith(['leads:read', 'leads:update:own', 'tags:read']);
    const [theirs, mine] = [await makeLead([]), await makeLead([], { ownerId: member.userId })];
    const answer = await apply(member, { ids: [theirs, mine], add: ['x'] });
    expect(answer.body).toMatchObject({ results: [{ status: 404 }, { status: 200, version: 2 }] });
    expect([await tagsOf(theirs), await tagsOf(mine)]).toEqual([[], ['x']]);
    const reader = await memberWith(['leads:read', 'tags:read']);
    const ruled = await memberWith(['*:*'], { leads: { tags: 'read-only' } });
    for (const caller of [reader, ruled])
      expect((await apply(caller, { ids: [mine], add: ['y'] })).status).toBe(403);
  });

  it('are counted over what the caller may read', async () => {
    const member = await memberWith(['leads:read:own', 'tags:read']);
    await makeLead(['x', 'y'], { ownerId: member.userId });
    await makeLead(['y', 'secret']);
    await admin.delete(`/api/leads/${await makeLead(['y'])}`);
    await admin.post('/api/companies', { body: { name: 'Acme', tags: ['y'] } });
    const usage = async (caller: ApiClient, query = '') => (await caller.get(`/api/tags/usage${query}`)).body;
    expect(await usage(admin, '?resource=leads')).toEqual({
      items: [
        { resource: 'leads', name: 'y', count: 2 },
        { resource: 'leads', name: 'secret', count: 1 },
        { resource: 'leads', name: 'x', count: 1 },
      ],
      capped: false,
    });
    expect((await usage(admin))['items']).toContainEqual({ resource: 'companies', name: 'y', count: 1 });
    expect(await usage(admin, '?resource=leads&limit=1')).toEqual({
      items: [{ resource: 'leads', name: 'y', count: 2 }],
      capped: true,
    });
    expect(await usage(admin, '?search=ECR')).toMatchObject({ items: [{ name: 'secret' }] });
    expect(await usage(member)).toEqual({
      items: [
        { resource: 'leads', name: 'x', count: 1 },
        { resource: 'leads', name: 'y', count: 1 },
      ],
      capped: false,
    });
    const blind = await memberWith(['*:*'], { leads: { tags: 'hidden' } });
    expect(JSON.stringify(await usage(blind))).not.toContain('secret');
    for (const query of ['resource=teams', 'resource=nothing', 'limit=0', 'limit=501', 'more=1'])
      expect([query, (await admin.get(`/api/tags/usage?${query}`)).status]).toEqual([query, 400]);
    expect((await blind.get('/api/tags/usage?resource=leads')).status).toBe(400);
  });
});
