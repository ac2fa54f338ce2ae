import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient, RegisteredTenant } from '../support/api-client.js';
import { type BulkAnswer, bulkLeads, makeLeads } from '../support/bulk-calls.js';
import { addMember } from '../support/team-of-members.js';
import { useTestProduct } from '../support/use-test-product.js';

const NOBODYS_ID = '0190b2a0-0000-7000-8000-000000000000';

describe('a bulk call', () => {
  const { api } = useTestProduct();
  let admin: ApiClient & { readonly tenant: RegisteredTenant };

  beforeAll(async () => {
    admin = await api().register();
  });

  const bulk = (method: string, leads: unknown, query = '', client: ApiClient = admin) =>
    bulkLeads(client, method, leads, query);
  const made = (...leads: unknown[]) => makeLeads(admin, ...leads);
  const get = async (id: string | null | undefined) => (await admin.get(`/api/leads/${String(id)}`)).body;
  const count = async () => Number((await admin.get('/api/leads')).body['totalCount']);

  it('creates what a single call would create', async () => {
    const lead = {
      lastName: ' Doe ',
      email: 'DOE@example.com',
      tags: ['a', 'a'],
      ownerId: admin.tenant.userId,
    };
    const single = await admin.post('/api/leads', { body: lead });
    const { status, body } = await bulk('POST', [lead, { company: 'Example' }]);
    expect({ status, ...body }).toEqual({
      status: 200,
      succeeded: 2,
      failed: 0,
      results: [
        { index: 0, status: 201, id: expect.any(String), version: 1 },
        { index: 1, status: 201, id: expect.any(String), version: 1 },
      ],
    });
    const [first] = body.results;
    const { id: _id, createdAt: _at, updatedAt: _moment, ...same } = single.body;
    expect(await get(first?.id)).toMatchObject(same);
  });

  it('answers each item with what its own route would say', async () => {
    await made({ lastName: 'One', externalId: 'bulk-1' });
    const before = await count();
    const { status, body } = await bulk('POST', [
      { lastName: 'Fine' },
      { firstName: 'Unreachable' },
      { lastName: 'Doe', email: 'no address' },
      { lastName: 'Doe', colour: 'red' },
      { lastName: 'Doe', externalId: 'bulk-1' },
      { lastName: 'Doe', ownerId: NOBODYS_ID },
      { lastName: 'Doe', externalId: 'bulk-2' },
      { lastName: 'Doe', externalId: 'bulk-2' },
      'nothing',
      { lastName: 'Doe', toString: 1 },
    ]);
    expect(status).toBe(207);
    const seen = body.results.map(({ status: item, error }) => [item, error?.code, error?.details[0]?.field]);
    expect(seen).toEqual([
      [201, undefined, undefined],
      [422, 'VALIDATION_ERROR', 'lastName'],
      [422, 'VALIDATION_ERROR', 'email'],
      [422, 'VALIDATION_ERROR', 'colour'],
      [409, 'DUPLICATE', 'externalId'],
      [422, 'VALIDATION_ERROR', 'ownerId'],
      [201, undefined, undefined],
      [409, 'DUPLICATE', 'externalId'],
      [422, 'VALIDATION_ERROR', ''],
      [422, 'VALIDATION_ERROR', 'toString'],
    ]);
    expect(body).toMatchObject({ succeeded: 2, failed: 8 });
    expect(body.results.filter(({ error }) => error !== undefined).every(({ id }) => id === null)).toBe(true);
    expect(await count()).toBe(before + 2);
  });

  it('updates by id with versions, and writes nothing for what stays as it was', async () => {
    const [one, two, three, four] = await made(
      { lastName: 'One', score: 1, externalId: 'taken-1' },
      { lastName: 'Two', score: 2 },
      { lastName: 'Three', score: 3 },
      { lastName: 'Four', score: 4 },
    );
    await admin.patch(`/api/leads/${String(three)}`, { body: { score: 33 } });
    const { status, body } = await bulk('PATCH', [
      { id: one?.toUpperCase(), score: 10, version: 1, createdAt: 'whatever' },
      { id: two, score: 2 },
      { id: three, score: 5, version: 1 },
      { id: four, externalId: 'taken-1' },
      { id: NOBODYS_ID, score: 1 },
      { id: 'none', score: 1 },
      { score: 1 },
      { id: one, score: 11 },
      { id: four, version: 0 },
    ]);
    expect(status).toBe(207);
    expect(body.results.map(({ status: item, version, error }) => [item, version, error?.code])).toEqual([
      [200, 2, undefined],
      [200, 1, undefined],
      [412, 2, 'VERSION_MISMATCH'],
      [409, 1, 'DUPLICATE'],
      [404, null, 'NOT_FOUND'],
      [404, null, 'NOT_FOUND'],
      [422, null, 'VALIDATION_ERROR'],
      [409, null, 'CONFLICT'],
      [422, null, 'VALIDATION_ERROR'],
    ]);
    const stale = { field: 'score', message: 'differs', base: 3, theirs: 33, mine: 5 };
    expect(body.results[2]?.error?.details).toEqual([stale]);
    expect(await get(one)).toMatchObject({ score: 10, version: 2, lastName: 'One' });
    expect(await get(two)).toMatchObject({ score: 2, version: 1 });
    expect(await get(four)).toMatchObject({ score: 4, version: 1, externalId: null });
  });

  it('deletes by ids or by items with versions', async () => {
    const [one, two, three, four] = await made(
      { lastName: 'One' },
      { lastName: 'Two' },
      { lastName: 'Three' },
      { lastName: 'Four' },
    );
    const first = await admin.delete<BulkAnswer>('/api/leads/bulk', {
      body: { ids: [one, two, NOBODYS_ID] },
    });
    expect(first.status).toBe(207);
    expect(first.body.results.map(({ status }) => status)).toEqual([204, 204, 404]);
    const second = await bulk('DELETE', [{ id: three, version: 7 }, { id: four, version: 1 }, { id: one }]);
    expect(second.body.results.map(({ status }) => status)).toEqual([412, 204, 404]);
    expect((await admin.get(`/api/leads/${String(three)}`)).status).toBe(200);
    expect((await admin.post(`/api/leads/${String(one)}/restore`)).body).toMatchObject({ version: 3 });
  });

  it('is all or nothing when it is atomic', async () => {
    const before = await count();
    const [id] = await made({ lastName: 'One', externalId: 'atomic-1' });
    const refused = await bulk(
      'POST',
      [{ lastName: 'Fine' }, { email: 'no' }, { lastName: 'Doe', externalId: 'atomic-1' }, 7],
      '?atomic=true',
    );
    expect(refused).toMatchObject({ status: 422, body: { error: { code: 'BULK_REFUSED' } } });
    const fields = ['leads[1].email', 'leads[2].externalId', 'leads[3]'];
    expect(refused).toMatchObject({ body: { error: { details: fields.map((field) => ({ field })) } } });
    expect((await bulk('PATCH', [{ id, score: 1 }, { id: NOBODYS_ID }], '?atomic=true')).status).toBe(422);
    expect(await get(id)).toMatchObject({ score: null, version: 1 });
    expect(await count()).toBe(before + 1);
    expect((await bulk('POST', [{ lastName: 'A' }, { lastName: 'B' }], '?atomic=true')).status).toBe(200);
  });

  it.each([
    [{}, 'leads'],
    [{ contacts: [{}] }, 'contacts'],
    [{ leads: [] }, 'leads'],
    [{ leads: {} }, 'leads'],
    [{ leads: [{}], more: 1 }, 'more'],
    [{ more: 1, leads: [{}] }, 'more'],
    [{ leads: [{}], ids: [NOBODYS_ID] }, 'ids'],
    [{ ids: [NOBODYS_ID] }, 'ids'],
    [[{}], ''],
    [{ leads: Array.from({ length: 1_001 }, () => ({ lastName: 'Doe' })) }, 'leads'],
  ])('is refused as a whole for its envelope: %#', async (body, field) => {
    const answer = await admin.post('/api/leads/bulk', { body });
    expect(answer).toMatchObject({ status: 422, body: { error: { details: [{ field }] } } });
  });

  it('names its records once: by ids, or as items', async () => {
    const [id] = await made({ lastName: 'Twice' });
    for (const [body, field, names] of [
      [{ leads: [{ id }], ids: [id] }, 'ids', 'leads, ids'],
      [{ ids: [id], leads: [{ id }] }, 'leads', 'ids, leads'],
    ] as const) {
      const message = `is one too many: only one of ${names} may be given`;
      expect(await admin.delete('/api/leads/bulk', { body })).toMatchObject({
        status: 422,
        body: { error: { details: [{ field, message }] } },
      });
    }
    expect(await get(id)).toMatchObject({ version: 1 });
  });

  it('is refused for parameters it does not have', async () => {
    for (const query of ['?atomic=yes', '?dryRun=1', '?policy=upsert', '?matchOn=email'])
      expect((await bulk('POST', [{ lastName: 'Doe' }], query)).status).toBe(400);
    for (const query of ['?policy=some', '?matchOn=phone', '?matchOn=id'])
      expect((await bulk('PUT', [{ lastName: 'Doe', externalId: 'x' }], query)).status).toBe(400);
  });

  it('takes 10 MiB, where other routes take one', async () => {
    const description = 'x'.repeat(5_000);
    const { status, body } = await bulk(
      'POST',
      Array.from({ length: 1_000 }, (_, index) => ({ lastName: `Doe ${index}`, description })),
    );
    expect({ status, succeeded: body.succeeded }).toEqual({ status: 200, succeeded: 1_000 });
    expect((await admin.post('/api/leads', { body: { description: 'x'.repeat(1_100_000) } })).status).toBe(
      413,
    );
  });

  it('keeps to reach and field rules, item by item', async () => {
    await admin.post('/api/roles', {
      body: {
        name: 'Narrow',
        permissions: ['leads:create', 'leads:read:own', 'leads:update:own', 'leads:delete:own'],
        fieldRules: { leads: { score: 'read-only', phone: 'hidden' } },
      },
    });
    const narrow = await addMember(admin, 'Narrow');
    const [foreign] = await made({ lastName: 'Foreign', externalId: 'foreign' });
    const { body } = await bulk(
      'POST',
      [{ lastName: 'Mine' }, { lastName: 'X', score: 1 }, { lastName: 'X', ownerId: admin.tenant.userId }],
      '',
      narrow,
    );
    expect(body.results.map(({ status }) => status)).toEqual([201, 403, 201]);
    const [mine] = body.results;
    expect(await get(mine?.id)).toMatchObject({ ownerId: narrow.userId });
    const changed = await bulk(
      'PATCH',
      [
        { id: mine?.id, lastName: 'Still mine' },
        { id: foreign, lastName: 'Stolen' },
      ],
      '',
      narrow,
    );
    expect(changed.body.results.map(({ status }) => status)).toEqual([200, 404]);
    const given = await bulk('PATCH', [{ id: mine?.id, ownerId: admin.tenant.userId }], '', narrow);
    expect(given.body.results.map(({ status }) => status)).toEqual([403]);
    const stale = await bulk('PATCH', [{ id: mine?.id, lastName: 'Late', version: 1 }], '', narrow);
    expect(JSON.stringify(stale.body)).not.toContain('phone');
    expect((await bulk('DELETE', [{ id: foreign }], '', narrow)).body.results[0]?.status).toBe(404);
    // Of another owner: it exists for its unique key alone.
    const upserted = await bulk('PUT', [{ externalId: 'foreign', lastName: 'Stolen' }], '', narrow);
    expect(upserted.body.results[0]).toMatchObject({ status: 409, id: null });
    expect(await get(foreign)).toMatchObject({ lastName: 'Foreign' });
  });

  it('is done once under an Idempotency-Key, and its 207 given again', async () => {
    const before = await count();
    const options = {
      body: { leads: [...Array.from({ length: 500 }, () => ({ lastName: 'Once' })), { email: 'no' }] },
      headers: { 'idempotency-key': 'bulk-once' },
    };
    const first = await admin.post('/api/leads/bulk', options);
    const second = await admin.post('/api/leads/bulk', options);
    expect(first.status).toBe(207);
    expect(second).toMatchObject({ status: 207, body: first.body });
    expect(second.headers.get('idempotent-replayed')).toBe('true');
    expect(await count()).toBe(before + 500);
  });
});
