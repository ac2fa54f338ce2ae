import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../support/api-client.js';
import { eventually } from '../support/eventually.js';
import { addMember, type Member } from '../support/team-of-members.js';
import { useTestProduct } from '../support/use-test-product.js';

describe('own roles', () => {
  const { api } = useTestProduct();
  let admin: ApiClient;

  beforeAll(async () => {
    admin = await api().register();
  });

  const makeRole = async (name: string, permissions: readonly string[], more = {}) => {
    const answer = await admin.post('/api/roles', { body: { name, permissions, ...more } });
    expect(answer).toMatchObject({ status: 201, body: { name, permissions, builtIn: false } });
    return String(answer.body['id']);
  };

  it('stand beside the built-in ones, which stay as they are', async () => {
    const { body } = await admin.get<{ items: { id: string; name: string; builtIn: boolean }[] }>(
      '/api/roles',
    );
    const builtIn = body.items.filter((role) => role.builtIn);
    expect(builtIn.map(({ name }) => name).sort()).toEqual(['Admin', 'Manager', 'User']);
    const path = `/api/roles/${builtIn[0]?.id}`;
    for (const answer of [
      await admin.patch(path, { body: { description: 'mine' } }),
      await admin.delete(path),
    ])
      expect(answer).toMatchObject({ status: 409, body: { error: { code: 'BUILT_IN_ROLE' } } });
  });

  it('name what exists: the catalogue tells, and the rest is refused by name', async () => {
    const { body } = await admin.get('/api/roles/catalogue');
    expect(body).toMatchObject({
      permissions: expect.arrayContaining([
        { name: 'leads:read', resource: 'leads', action: 'read', hasReach: true },
        { name: 'users:update', resource: 'users', action: 'update', hasReach: false },
      ]),
      resources: expect.arrayContaining([
        { name: 'leads', fields: expect.arrayContaining(['email', 'score', 'ownerId', 'customFields']) },
      ]),
    });
    const faulty = await admin.post('/api/roles', {
      body: {
        name: 'Faulty',
        permissions: ['leads:read', 'leads:fly', 'users:read:own', 'nonsense'],
        fieldRules: { unicorns: { horn: 'hidden' }, leads: { id: 'hidden', colour: 'read-only' } },
      },
    });
    expect(faulty.status).toBe(422);
    const { details } = faulty.body['error'] as { details: { field: string }[] };
    expect(details.map(({ field }) => field)).toEqual([
      'permissions.1',
      'permissions.2',
      'permissions.3',
      'fieldRules.unicorns',
      'fieldRules.leads.id',
      'fieldRules.leads.colour',
    ]);
    const rule = { name: 'Faulty', permissions: ['leads:read'], fieldRules: { leads: { email: 'secret' } } };
    expect((await admin.post('/api/roles', { body: rule })).status).toBe(422);
  });

  it('bite within a second when they change, without a new login', async () => {
    const id = await makeRole('Reader', ['leads:read']);
    const reader = await addMember(admin, 'Reader');
    expect((await reader.get('/api/leads')).status).toBe(200);
    expect((await reader.post('/api/leads', { body: { lastName: 'No' } })).status).toBe(403);
    const changed = Date.now();
    await admin.patch(`/api/roles/${id}`, { body: { permissions: ['leads:create'] } });
    await eventually('the change bites', async () => (await reader.get('/api/leads')).status === 403);
    expect(Date.now() - changed).toBeLessThan(1_500);
    expect((await reader.post('/api/leads', { body: { lastName: 'Yes' } })).status).toBe(201);
  });

  it('are not deleted or renamed while somebody holds them', async () => {
    const id = await makeRole('Held', ['leads:read']);
    const holder = await addMember(admin, 'held');
    const inUse = { status: 409, body: { error: { code: 'ROLE_IN_USE' } } };
    expect(await admin.delete(`/api/roles/${id}`)).toMatchObject(inUse);
    expect(await admin.patch(`/api/roles/${id}`, { body: { name: 'Other' } })).toMatchObject(inUse);
    await admin.patch(`/api/users/${holder.userId}`, { body: { role: 'User' } });
    expect((await admin.patch(`/api/roles/${id}`, { body: { name: 'Other' } })).status).toBe(200);
    expect((await admin.delete(`/api/roles/${id}`)).status).toBe(204);
    const again = await admin.patch(`/api/users/${holder.userId}`, { body: { role: 'Other' } });
    expect(again).toMatchObject({ status: 422, body: { error: { details: [{ field: 'role' }] } } });
  });

  it('are unique by name, without regard to case', async () => {
    await makeRole('Twice', ['leads:read']);
    const twice = await admin.post('/api/roles', { body: { name: 'TWICE', permissions: ['leads:read'] } });
    expect(twice).toMatchObject({
      status: 409,
      body: { error: { code: 'DUPLICATE', details: [{ field: 'name' }] } },
    });
  });

  it('are never granted by who holds less', async () => {
    await makeRole('Team lead', ['roles:*', 'users:*', 'leads:read', 'leads:update:team'], {
      fieldRules: { leads: { phone: 'hidden' } },
    });
    const lead = await addMember(admin, 'Team lead');
    const tooWide = (permissions: string[], fieldRules = {}) =>
      lead.post('/api/roles', { body: { name: `Wide ${permissions.join()}`, permissions, fieldRules } });
    const hiding = { leads: { phone: 'hidden' } };
    for (const answer of [
      await tooWide(['leads:delete'], hiding),
      await tooWide(['leads:update'], hiding),
      await tooWide(['*:*'], hiding),
      await tooWide(['leads:read'], { leads: { phone: 'read-only' } }),
      await lead.post('/api/users', { body: { email: 'a@example.com', name: 'A', role: 'Admin' } }),
      await lead.patch(`/api/users/${lead.userId}`, { body: { role: 'Admin' } }),
    ])
      expect(answer).toMatchObject({ status: 403, body: { error: { code: 'PERMISSION_DENIED' } } });
    const narrow = await tooWide(['leads:read', 'leads:update:own'], hiding);
    expect(narrow.status).toBe(201);
    const path = `/api/roles/${String(narrow.body['id'])}`;
    // What the Admin has made wider is no longer the team lead's to touch.
    await admin.patch(path, { body: { permissions: ['leads:delete'] } });
    expect((await lead.patch(path, { body: { permissions: ['leads:read'] } })).status).toBe(403);
    expect((await lead.delete(path)).status).toBe(403);
  });
});

describe('the reach of permissions', () => {
  const { api } = useTestProduct();
  let admin: ApiClient & { readonly tenant: { readonly userId: string } };
  let north: Member;
  let northToo: Member;
  let south: Member;
  let alone: Member;

  beforeAll(async () => {
    admin = await api().register();
    for (const [name, reach] of [
      ['Team worker', 'team'],
      ['Lone worker', 'own'],
    ] as const) {
      const permissions = ['read', 'create', 'update', 'delete'].map(
        (action) => `records:${action}:${reach}`,
      );
      expect((await admin.post('/api/roles', { body: { name, permissions } })).status).toBe(201);
    }
    const team = async (name: string) =>
      String((await admin.post('/api/teams', { body: { name } })).body['id']);
    const [northId, southId] = [await team('North'), await team('South')];
    north = await addMember(admin, 'Team worker', { teamId: northId });
    northToo = await addMember(admin, 'Team worker', { teamId: northId });
    south = await addMember(admin, 'Team worker', { teamId: southId });
    alone = await addMember(admin, 'Lone worker');
  });

  const create = async (as: ApiClient, lastName: string, more = {}) => {
    const answer = await as.post('/api/leads', { body: { lastName, ...more } });
    expect(answer.status).toBe(201);
    return answer.body as { id: string; ownerId: string };
  };
  const names = async (as: ApiClient, query = '') => {
    const { body } = await as.get<{ items: { lastName: string }[]; totalCount: number }>(
      `/api/leads${query}`,
    );
    expect(body.totalCount).toBe(body.items.length);
    return body.items.map(({ lastName }) => lastName).sort();
  };

  it('shows in lists, counts, reads and writes what the team or the caller owns, and nothing else', async () => {
    const [one, two, other, mine, nobodys] = [
      await create(north, 'north'),
      await create(northToo, 'north too'),
      await create(south, 'south'),
      await create(alone, 'alone'),
      await create(admin, 'nobodys'),
    ];
    expect([one.ownerId, mine.ownerId, nobodys.ownerId]).toEqual([north.userId, alone.userId, null]);
    expect(await names(north)).toEqual(['north', 'north too']);
    expect(await names(north, '?search=nor')).toEqual(['north', 'north too']);
    expect(await names(south)).toEqual(['south']);
    expect(await names(alone)).toEqual(['alone']);
    expect(await names(admin)).toHaveLength(5);
    for (const id of [other.id, mine.id, nobodys.id]) {
      const path = `/api/leads/${id}`;
      expect((await north.get(path)).status).toBe(404);
      expect((await north.patch(path, { body: { score: 1 } })).status).toBe(404);
      expect((await north.delete(path)).status).toBe(404);
    }
    expect((await north.patch(`/api/leads/${two.id}`, { body: { score: 1 } })).status).toBe(200);
    expect((await alone.patch(`/api/leads/${two.id}`, { body: { score: 1 } })).status).toBe(404);
  });

  it('makes the maker the owner of what they could not find again, and of nothing else', async () => {
    const member = async (name: string, permissions: string[]) => {
      expect((await admin.post('/api/roles', { body: { name, permissions } })).status).toBe(201);
      return addMember(admin, name);
    };
    const reader = await member('Reads own', ['leads:read:own', 'leads:create']);
    expect(await create(reader, 'found again')).toMatchObject({ ownerId: reader.userId });
    expect(await create(reader, 'given away', { ownerId: north.userId })).toMatchObject({
      ownerId: north.userId,
    });
    const form = await member('Only creates', ['leads:create']);
    expect(await create(form, 'for whoever takes it')).toMatchObject({ ownerId: null });
  });

  it('lets nobody make or hand records to owners beyond their reach', async () => {
    const own = await create(north, 'to hand over');
    const hand = (ownerId: string | null) => north.patch(`/api/leads/${own.id}`, { body: { ownerId } });
    expect((await hand(south.userId)).status).toBe(403);
    expect((await hand(null)).status).toBe(403);
    expect((await hand(northToo.userId)).status).toBe(200);
    const given = await alone.post('/api/leads', { body: { lastName: 'for you', ownerId: north.userId } });
    expect(given.status).toBe(403);
    // A PUT that says nothing of the owner keeps it.
    const replaced = await north.put(`/api/leads/${own.id}`, { body: { lastName: 'replaced' } });
    expect(replaced).toMatchObject({ status: 200, body: { ownerId: northToo.userId } });
  });

  it('follows a change of teams at once', async () => {
    const moved = await create(south, 'moves');
    expect((await north.get(`/api/leads/${moved.id}`)).status).toBe(404);
    const { body } = await admin.get<{ teamId: string }>(`/api/users/${north.userId}`);
    expect((await admin.patch(`/api/users/${south.userId}`, { body: { teamId: body.teamId } })).status).toBe(
      200,
    );
    expect((await north.get(`/api/leads/${moved.id}`)).status).toBe(200);
    const inTeam = await admin.get(`/api/users?teamId=${body.teamId}`);
    expect(inTeam.body).toMatchObject({ totalCount: 3 });
    const removal = await admin.delete(`/api/teams/${body.teamId}`);
    expect(removal).toMatchObject({ status: 409, body: { error: { code: 'TEAM_IN_USE' } } });
  });
});
