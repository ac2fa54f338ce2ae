import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiAnswer, ApiClient, RegisteredTenant } from '../support/api-client.js';
import { made } from '../support/route-case.js';
import { addMember } from '../support/team-of-members.js';
import { useTestProduct } from '../support/use-test-product.js';

const NOBODYS_ID = '0190b2a0-0000-7000-8000-000000000000';

type Fields = Record<string, unknown>;

describe('merging records', () => {
  const { api } = useTestProduct();
  let admin: ApiClient & { readonly tenant: RegisteredTenant };

  beforeAll(async () => {
    admin = await api().register();
  });

  const contact = (fields: Fields = {}) => made(admin, '/api/contacts', { lastName: 'Morgan', ...fields });
  const merge = (id: string, body: Fields, client: ApiClient = admin): Promise<ApiAnswer<Fields>> =>
    client.post(`/api/contacts/${id}/merge`, { body });
  const undo = (id: unknown, body: Fields = {}, client: ApiClient = admin) =>
    client.post(`/api/merges/${String(id)}/undo`, { body });
  const get = async (path: string): Promise<Fields> => (await admin.get(path)).body;
  const eventsOf = async (recordId: string): Promise<Fields[]> =>
    (await admin.get<{ items: Fields[] }>(`/api/events?recordId=${recordId}`)).body.items;

  it('makes one of several, with all that points at them, and undoes it', async () => {
    const company = await made(admin, '/api/companies', { name: 'Acme' });
    const survivor = await contact({ email: 'ada@example.com', tags: ['one'], city: 'London' });
    const loser = await contact({
      email: 'ada@old.example',
      phone: '+44 20 7000 1234',
      tags: ['two'],
      addressLine1: 'Elsewhere 1',
      doNotContact: true,
      primaryCompanyId: company,
      externalId: 'x-1',
    });
    const links = [{ resource: 'contact', id: loser }];
    const activity = await made(admin, '/api/activities', { kind: 'call', links });
    const before = await Promise.all(
      [`/api/contacts/${survivor}`, `/api/contacts/${loser}`, `/api/activities/${activity}`].map(get),
    );

    const answer = await merge(survivor, { ids: [loser] });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        resource: 'contact',
        survivorId: survivor,
        mergedIds: [loser],
        moved: { activities: 1 },
        undoneAt: null,
        record: {
          id: survivor,
          version: 2,
          email: 'ada@example.com',
          phone: '+44 20 7000 1234',
          tags: ['one', 'two'],
          // An address comes from one of them.
          addressLine1: 'Elsewhere 1',
          city: null,
          doNotContact: true,
          primaryCompanyId: company,
          companyIds: [company],
          externalId: 'x-1',
        },
      },
    });
    const mergeId = answer.body['id'];
    expect(await get(`/api/activities/${activity}`)).toMatchObject({
      links: [{ resource: 'contact', id: survivor }],
      version: 2,
    });
    expect(await get(`/api/merges/${String(mergeId)}`)).toMatchObject({ id: mergeId, survivorId: survivor });
    expect(await get(`/api/merges?recordId=${loser}`)).toMatchObject({
      totalCount: 1,
      items: [{ id: mergeId }],
    });

    expect(await undo(mergeId)).toMatchObject({
      status: 200,
      body: { id: mergeId, undoneAt: expect.any(String), undoneBy: admin.tenant.userId },
    });
    const after = await Promise.all(
      [`/api/contacts/${survivor}`, `/api/contacts/${loser}`, `/api/activities/${activity}`].map(get),
    );
    const plain = ({ version: _version, updatedAt: _updatedAt, ...rest }: Fields) => rest;
    expect(after.map(plain)).toEqual(before.map(plain));
    expect(await undo(mergeId)).toMatchObject({ status: 409, body: { error: { code: 'MERGE_UNDONE' } } });

    const types = async (id: string) =>
      (await eventsOf(id)).map(({ type, data }) => [type, Object(data).merge]);
    const facts = { id: mergeId, survivorId: survivor, mergedIds: [loser] };
    expect(await types(survivor)).toEqual([
      ['contact.created', undefined],
      ['contact.merged', facts],
      ['contact.unmerged', facts],
    ]);
    expect(await types(loser)).toEqual([
      ['contact.created', undefined],
      ['contact.deleted', facts],
      ['contact.restored', facts],
    ]);
  });

  it('takes the values that were chosen, and those of the records that were named', async () => {
    const survivor = await contact({ email: 'a@example.com', phone: '1234567', jobTitle: 'Clerk' });
    const loser = await contact({ email: 'b@example.com', phone: '7654321', jobTitle: 'Director' });
    const body = { ids: [loser], values: { lastName: 'Chosen' }, from: { email: loser, jobTitle: loser } };
    expect((await merge(survivor, body)).body['record']).toMatchObject({
      lastName: 'Chosen',
      email: 'b@example.com',
      jobTitle: 'Director',
      phone: '1234567',
    });
  });

  it('refuses what cannot be merged, and changes nothing', async () => {
    const [survivor, loser, gone] = [await contact(), await contact(), await contact()];
    await admin.delete(`/api/contacts/${gone}`);
    const bad: readonly [Fields, number, string?][] = [
      [{}, 422, 'mergeId'],
      [{ ids: [] }, 422, 'mergeId'],
      [{ ids: [survivor] }, 422, 'ids'],
      [{ mergeId: survivor.toUpperCase() }, 422, 'mergeId'],
      [{ ids: [loser], mergeId: loser }, 422, 'ids'],
      [{ ids: [loser], values: { lastName: 7 } }, 422, 'values.lastName'],
      [{ ids: [loser], values: { id: loser } }, 422, 'values.id'],
      [{ ids: [loser], versions: { [loser]: 'one' } }, 422, 'versions'],
      [{ ids: [loser], values: { ownerId: NOBODYS_ID } }, 422, 'ownerId'],
      [{ ids: [loser], from: { email: gone } }, 422, 'from.email'],
      [{ ids: [loser], from: { version: loser } }, 422, 'from.version'],
      [{ ids: [gone] }, 404],
      [{ ids: [loser, NOBODYS_ID] }, 404],
      [{ ids: [loser], versions: { [loser]: 9 } }, 412],
    ];
    for (const [body, status, field] of bad) {
      const answer = await merge(survivor, body);
      expect({ body, status: answer.status }).toEqual({ body, status });
      if (field !== undefined) expect(answer.body).toMatchObject({ error: { details: [{ field }] } });
    }
    expect((await merge(gone, { ids: [loser] })).status).toBe(404);
    const path = `/api/contacts/${survivor}/merge`;
    const stale = { body: { ids: [loser] }, headers: { 'if-match': '"9"' } };
    expect((await admin.post(path, stale)).status).toBe(412);
    expect(await get(`/api/contacts/${survivor}`)).toMatchObject({ version: 1 });
    expect(await get(`/api/contacts/${loser}`)).toMatchObject({ version: 1 });
    expect((await undo(NOBODYS_ID)).status).toBe(404);
  });

  it('says what has changed since, and leaves that with force', async () => {
    const survivor = await contact({ phone: '1234567' });
    const loser = await contact({ email: 'since@example.com', city: 'Rome' });
    const links = [{ resource: 'contact', id: loser }];
    const deleted = await made(admin, '/api/activities', { kind: 'note', links });
    const added = await made(admin, '/api/activities', { kind: 'note', links });
    const { id } = (await merge(survivor, { ids: [loser] })).body;
    await admin.patch(`/api/contacts/${survivor}`, { body: { email: 'new@example.com' } });
    await admin.delete(`/api/activities/${deleted}`);
    const other = await made(admin, '/api/companies', { name: 'Other' });
    const more = [
      { resource: 'contact', id: survivor },
      { resource: 'company', id: other },
    ];
    await admin.patch(`/api/activities/${added}`, { body: { links: more } });
    const refused = await undo(id);
    expect(refused).toMatchObject({ status: 409, body: { error: { code: 'MERGE_UNDO_CONFLICT' } } });
    const { details } = refused.body['error'] as { details: Fields[] };
    expect(details).toEqual([
      {
        field: `contact.${survivor}.email`,
        message: 'has changed since',
        mine: null,
        theirs: 'new@example.com',
      },
      { field: `activity.${deleted}`, message: 'has been deleted since' },
    ]);
    expect(await get(`/api/contacts/${survivor}`)).toMatchObject({ city: 'Rome' });
    expect((await undo(id, { force: true })).status).toBe(200);
    expect(await get(`/api/contacts/${survivor}`)).toMatchObject({ city: null, email: 'new@example.com' });
    expect(await get(`/api/contacts/${loser}`)).toMatchObject({ id: loser, email: 'since@example.com' });
    const { links: now } = await get(`/api/activities/${added}`);
    expect(now).toEqual(expect.arrayContaining([links[0], more[1]]));
    expect(now).toHaveLength(2);
  });

  it('answers the survivor to who asks for a merged one', async () => {
    const [one, two, three] = [await contact(), await contact(), await contact()];
    const first = (await merge(two, { ids: [one] })).body;
    expect(await get(`/api/contacts/${one}`)).toMatchObject({ id: two });
    const { id } = (await merge(three, { ids: [two] })).body;
    expect(await get(`/api/contacts/${one}`)).toMatchObject({ id: three });
    // Its survivor is merged itself.
    expect((await undo(first['id'])).status).toBe(409);
    await undo(id);
    expect(await get(`/api/contacts/${one}`)).toMatchObject({ id: two });
    expect((await admin.patch(`/api/contacts/${one}`, { body: { city: 'Rome' } })).status).toBe(404);
  });

  it('makes one person of its records, for who erases them', async () => {
    const [one, two, three] = [await contact(), await contact(), await contact()];
    await merge(two, { ids: [one] });
    const { id } = (await merge(three, { ids: [two] })).body;
    const undone = (await merge(three, { ids: [await contact()] })).body;
    await undo(undone['id']);
    const erased = await admin.post(`/api/contacts/${three}/erase`, { body: {} });
    expect(erased.status).toBe(202);
    for (const gone of [one, two, three])
      expect(await admin.get(`/api/contacts/${gone}`)).toMatchObject({ status: 410 });
    const [other] = undone['mergedIds'] as string[];
    expect((await admin.get(`/api/contacts/${String(other)}`)).status).toBe(200);
    expect([404, 409, 410]).toContain((await undo(id)).status);
  });

  it('is undone also for those that somebody has restored by themselves', async () => {
    const [survivor, loser, other] = [await contact(), await contact({ city: 'Rome' }), await contact()];
    const links = [{ resource: 'contact', id: loser }];
    const activity = await made(admin, '/api/activities', { kind: 'note', links });
    const { id } = (await merge(survivor, { ids: [loser, other] })).body;
    expect((await admin.post(`/api/contacts/${loser}/restore`)).status).toBe(200);
    expect(await get(`/api/contacts/${loser}`)).toMatchObject({ id: loser, version: 3 });
    expect((await undo(id)).status).toBe(200);
    expect(await get(`/api/contacts/${loser}`)).toMatchObject({ id: loser, version: 3 });
    expect(await get(`/api/contacts/${other}`)).toMatchObject({ id: other });
    expect(await get(`/api/contacts/${survivor}`)).toMatchObject({ city: null });
    expect(await get(`/api/activities/${activity}`)).toMatchObject({ links });
  });

  it('takes the rights to change the one and to delete the others', async () => {
    const role = async (name: string, permissions: string[]) => {
      await admin.post('/api/roles', { body: { name, permissions } });
      return addMember(admin, name);
    };
    const reader = await role('Reader', ['contacts:read']);
    const writer = await role('Writer', ['contacts:read', 'contacts:update']);
    const owner = await role('Owner', ['contacts:read:own', 'contacts:update:own', 'contacts:delete:own']);
    const [survivor, loser] = [await contact({ ownerId: owner.userId }), await contact()];
    expect((await merge(survivor, { ids: [loser] }, reader)).status).toBe(403);
    expect((await merge(survivor, { ids: [loser] }, writer)).status).toBe(403);
    expect((await merge(survivor, { ids: [loser] }, owner)).status).toBe(404);
    const { id } = (await merge(survivor, { ids: [loser] })).body;
    const see = async (client: ApiClient) =>
      (await client.get<{ items: Fields[] }>('/api/merges')).body.items.some((item) => item['id'] === id);
    expect(await see(owner)).toBe(true);
    expect((await undo(id, {}, reader)).status).toBe(403);
    // The other one is not theirs.
    expect((await undo(id, {}, owner)).status).toBe(404);
    const stranger = await api().register();
    expect((await stranger.get(`/api/merges/${String(id)}`)).status).toBe(404);
    expect((await stranger.get('/api/merges')).body).toMatchObject({ totalCount: 0 });
    const { id: others } = (await merge(await contact(), { ids: [await contact()] })).body;
    expect((await owner.get(`/api/merges/${String(others)}`)).status).toBe(404);
    expect((await owner.get('/api/merges')).body).toMatchObject({ totalCount: 1 });
  });

  it('merges companies with their contacts, and no converted lead away', async () => {
    const [one, other] = [
      await made(admin, '/api/companies', { name: 'One', domain: 'one.example' }),
      await made(admin, '/api/companies', { name: 'Other', annualRevenue: 5, currency: 'USD' }),
    ];
    const child = await made(admin, '/api/companies', { name: 'Child', parentId: other });
    const employee = await contact({ primaryCompanyId: other });
    const answer = await admin.post(`/api/companies/${one}/merge`, { body: { ids: [other] } });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        moved: { companies: 1, contacts: 1 },
        record: { annualRevenue: 5, currency: 'USD', parentId: null },
      },
    });
    expect(await get(`/api/contacts/${employee}`)).toMatchObject({
      primaryCompanyId: one,
      companyIds: [one],
    });
    expect(await get(`/api/contacts/${employee}/companies`)).toMatchObject({
      items: [{ companyId: one, isPrimary: true }],
    });
    expect(await get(`/api/companies/${child}`)).toMatchObject({ parentId: one });
    expect((await undo(answer.body['id'])).status).toBe(200);
    expect(await get(`/api/contacts/${employee}`)).toMatchObject({
      primaryCompanyId: other,
      companyIds: [other],
    });
    expect(await get(`/api/companies/${child}`)).toMatchObject({ parentId: other });

    const [lead, converted] = [
      await made(admin, '/api/leads', { lastName: 'Open' }),
      await made(admin, '/api/leads', { lastName: 'Done' }),
    ];
    expect((await admin.post(`/api/leads/${converted}/convert`, { body: {} })).status).toBe(200);
    expect(await admin.post(`/api/leads/${lead}/merge`, { body: { ids: [converted] } })).toMatchObject({
      status: 409,
      body: { error: { code: 'LEAD_CONVERTED' } },
    });
    expect((await admin.post(`/api/leads/${converted}/merge`, { body: { ids: [lead] } })).status).toBe(200);
  });
});
