import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient, RegisteredTenant } from '../support/api-client.js';
import { useTestProduct } from '../support/use-test-product.js';

const NOBODYS_ID = '0190b2a0-0000-7000-8000-000000000000';

const WRITABLE = {
  externalId: null,
  firstName: 'Ada',
  lastName: 'Lovelace',
  email: 'ada@example.com',
  phone: '+1 555 010 0199',
  company: 'Analytical Engines',
  jobTitle: 'Countess',
  website: 'https://example.com/ada',
  description: 'Wrote the first program.\nTwice.',
  source: 'Website',
  status: 'Contacted',
  temperature: 'hot',
  score: 42,
  tags: ['vip', 'maths'],
  firstContactAt: '2024-05-01T08:00:00.000Z',
  firstContactNote: 'Met',
  lastContactAt: '2024-06-01T08:00:00.000Z',
  lastContactNote: 'Called',
  nextContactAt: '2024-07-01T08:00:00.000Z',
  followUpAction: 'Write',
};

describe('a lead', () => {
  const { api } = useTestProduct();
  let admin: ApiClient & { readonly tenant: RegisteredTenant };

  beforeAll(async () => {
    admin = await api().register();
  });

  async function create(body: Record<string, unknown> = WRITABLE) {
    const answer = await admin.post('/api/leads', { body });
    expect(answer.status).toBe(201);
    return { answer, lead: answer.body, path: `/api/leads/${String(answer.body['id'])}` };
  }

  it('comes back as it was sent, with what the product adds', async () => {
    const { userId, tenantId } = admin.tenant;
    const sent = { ...WRITABLE, externalId: 'crm-1', ownerId: userId };
    const { answer, lead, path } = await create(sent);
    expect(lead).toMatchObject({
      ...sent,
      tenantId,
      createdBy: userId,
      updatedBy: userId,
      version: 1,
      customFields: {},
    });
    expect(lead['updatedAt']).toBe(lead['createdAt']);
    expect(answer.headers.get('location')).toBe(path);
    expect(answer.headers.get('etag')).toBe('"1"');
    const read = await admin.get(path);
    expect(read).toMatchObject({ status: 200, body: lead });
    expect(read.headers.get('etag')).toBe('"1"');
    expect((await admin.get(path.toUpperCase().replace('/API/LEADS', '/api/leads'))).body).toEqual(lead);
  });

  it('is brought into one form: times in UTC, e-mail in lower case, text trimmed, tags once', async () => {
    const { lead } = await create({
      lastName: '  Doe ',
      email: ' John@Example.COM ',
      nextContactAt: '2024-05-01T10:00:00+02:00',
      tags: ['a', ' a ', 'b'],
    });
    expect(lead).toMatchObject({
      lastName: 'Doe',
      email: 'john@example.com',
      nextContactAt: '2024-05-01T08:00:00.000Z',
      tags: ['a', 'b'],
      status: 'New',
    });
  });

  it('merges a PATCH, writes nothing when nothing differs, and clears with null', async () => {
    const { lead, path } = await create();
    const patched = await admin.patch(path, { body: { score: 43, temperature: null } });
    expect(patched.body).toMatchObject({ ...WRITABLE, score: 43, temperature: null, version: 2 });
    const same = await admin.patch(path, {
      body: { score: 43, email: 'ADA@example.com', lastContactAt: '2024-06-01' },
    });
    expect(same.body).toMatchObject({ version: 3, lastContactAt: '2024-06-01T00:00:00.000Z' });
    const again = await admin.patch(path, { body: { lastContactAt: '2024-06-01T00:00:00Z' } });
    expect(again.body).toEqual(same.body);
    expect((await admin.patch(path, { body: {} })).body).toEqual(same.body);
    expect(lead['createdAt']).toBe(again.body['createdAt']);
  });

  it('is replaced by PUT: what is not given goes back to its default', async () => {
    const { lead, path } = await create({ ...WRITABLE, ownerId: admin.tenant.userId });
    const replaced = await admin.put(path, { body: { company: 'Only this' } });
    expect(replaced.status).toBe(200);
    const nulls = Object.fromEntries(Object.keys(WRITABLE).map((field) => [field, null]));
    expect(replaced.body).toMatchObject({
      ...nulls,
      ownerId: null,
      company: 'Only this',
      status: 'New',
      tags: [],
      createdAt: lead['createdAt'],
      version: 2,
    });
  });

  it('can be got, edited and put back whole', async () => {
    const { path } = await create();
    const { body } = await admin.get(path);
    const put = await admin.put(path, { body: { ...body, score: 1, createdBy: NOBODYS_ID } });
    expect(put).toMatchObject({
      status: 200,
      body: { ...body, score: 1, version: 2, updatedAt: expect.any(String) },
    });
    const stale = await admin.put(path, { body: { ...body, score: 2 } });
    expect(stale).toMatchObject({ status: 412, body: { error: { code: 'VERSION_MISMATCH' } } });
  });

  it('refuses a version that is none', async () => {
    const { path } = await create();
    for (const version of ['1', 1.5, null, -1, 0, 99_999_999_999]) {
      const answer = await admin.put(path, { body: { lastName: 'Doe', version } });
      expect(answer).toMatchObject({ status: 422, body: { error: { details: [{ field: 'version' }] } } });
    }
  });

  it('tells who comes late what differs, from which base, on PATCH, PUT and DELETE', async () => {
    const { path } = await create();
    await admin.patch(path, { body: { score: 50, jobTitle: 'Programmer' } });
    const headers = { 'if-match': '"1"' };
    const late = await admin.patch(path, { body: { score: 60, source: 'Fair' }, headers });
    expect(late).toMatchObject({ status: 412, body: { error: { code: 'VERSION_MISMATCH' } } });
    const { details } = late.body['error'] as { details: { field: string }[] };
    expect(details.sort((one, other) => one.field.localeCompare(other.field))).toEqual([
      { field: 'jobTitle', message: 'differs', base: 'Countess', theirs: 'Programmer', mine: 'Programmer' },
      { field: 'score', message: 'differs', base: 42, theirs: 50, mine: 60 },
      { field: 'source', message: 'differs', base: 'Website', theirs: 'Website', mine: 'Fair' },
    ]);
    expect((await admin.put(path, { body: WRITABLE, headers })).status).toBe(412);
    expect((await admin.delete(path, { headers })).status).toBe(412);
    expect((await admin.get(path)).body).toMatchObject({ score: 50, version: 2 });
    expect((await admin.patch(path, { body: { score: 61 }, headers: { 'if-match': '*' } })).status).toBe(200);
    expect((await admin.delete(path, { headers: { 'if-match': '"3"' } })).status).toBe(204);
    const bad = await admin.patch(path, { body: {}, headers: { 'if-match': 'yesterday' } });
    expect(bad).toMatchObject({ status: 400, body: { error: { details: [{ field: 'If-Match' }] } } });
  });

  it('names only what the caller would change when the version was never one', async () => {
    const { path } = await create();
    const late = await admin.patch(path, { body: { score: 60 }, headers: { 'if-match': '"9"' } });
    const details = [{ field: 'score', message: 'differs', base: null, theirs: 42, mine: 60 }];
    expect(late).toMatchObject({ status: 412, body: { error: { details } } });
  });

  it('is not sent again to who has it', async () => {
    const { path } = await create();
    const known = await admin.get(path, { headers: { 'if-none-match': '"7", "1"' } });
    expect(known).toMatchObject({ status: 304, body: undefined });
    expect(known.headers.get('etag')).toBe('"1"');
    await admin.patch(path, { body: { score: 1 } });
    expect((await admin.get(path, { headers: { 'if-none-match': '"1"' } })).status).toBe(200);
  });

  it('has a weak ETag in an envelope, good for its own kind of answer and for If-Match', async () => {
    const { path } = await create();
    const wrapped = await admin.get(`${path}?envelope=true`);
    const etag = wrapped.headers.get('etag') ?? '';
    expect(etag).toMatch(/^W\/"1-[\w-]+"$/);
    const headers = { 'if-none-match': etag };
    expect((await admin.get(`${path}?envelope=true`, { headers })).status).toBe(304);
    expect((await admin.get(path, { headers })).status).toBe(200);
    expect((await admin.patch(path, { body: { score: 1 }, headers: { 'if-match': etag } })).status).toBe(200);
    expect((await admin.patch(path, { body: { score: 2 }, headers: { 'if-match': etag } })).status).toBe(412);
  });

  it('is gone when deleted, on every verb, and comes back with restore', async () => {
    const { path, lead } = await create();
    expect((await admin.post(`${path}/restore`)).status).toBe(404);
    expect(await admin.delete(path)).toMatchObject({ status: 204, body: undefined });
    const answers = [
      await admin.get(path),
      await admin.patch(path, { body: { score: 1 } }),
      await admin.put(path, { body: WRITABLE }),
      await admin.delete(path),
    ];
    for (const answer of answers)
      expect(answer).toMatchObject({ status: 404, body: { error: { code: 'NOT_FOUND' } } });
    const restored = await admin.post(`${path}/restore`);
    expect(restored).toMatchObject({ status: 200, body: { ...WRITABLE, id: lead['id'], version: 3 } });
    expect(restored.headers.get('etag')).toBe('"3"');
  });

  it('keeps an external id to itself while it lives', async () => {
    const { path } = await create({ lastName: 'One', externalId: 'shared' });
    const second = await admin.post('/api/leads', { body: { lastName: 'Two', externalId: 'shared' } });
    expect(second).toMatchObject({
      status: 409,
      body: { error: { code: 'DUPLICATE', details: [{ field: 'externalId' }] } },
    });
    const other = await create({ lastName: 'Two' });
    expect((await admin.patch(other.path, { body: { externalId: 'shared' } })).status).toBe(409);
    await admin.delete(path);
    expect((await admin.patch(other.path, { body: { externalId: 'shared' } })).status).toBe(200);
    const back = await admin.post(`${path}/restore`);
    expect(back).toMatchObject({ status: 409, body: { error: { details: [{ field: 'externalId' }] } } });
  });

  it('has an owner that is a member of the tenant, or none', async () => {
    const stranger = await api().register();
    for (const ownerId of [NOBODYS_ID, stranger.tenant.userId]) {
      const answer = await admin.post('/api/leads', { body: { lastName: 'Doe', ownerId } });
      expect(answer).toMatchObject({ status: 422, body: { error: { details: [{ field: 'ownerId' }] } } });
    }
    const { path } = await create({ lastName: 'Doe', ownerId: admin.tenant.userId });
    expect((await admin.patch(path, { body: { ownerId: NOBODYS_ID } })).status).toBe(422);
    expect((await admin.patch(path, { body: { ownerId: null } })).body).toMatchObject({ ownerId: null });
  });

  it('can be reached: the last way to do so cannot be taken away', async () => {
    const nameless = await admin.post('/api/leads', { body: { firstName: 'Ada' } });
    expect(nameless).toMatchObject({ status: 422, body: { error: { details: [{ field: 'lastName' }] } } });
    for (const field of ['lastName', 'company', 'email', 'phone'] as const) {
      const { path } = await create({ [field]: WRITABLE[field] });
      expect((await admin.patch(path, { body: { [field]: null } })).status).toBe(422);
      expect((await admin.put(path, { body: {} })).status).toBe(422);
    }
  });
});

describe('a webhook', () => {
  const { api } = useTestProduct();

  it('can be got, edited and put back whole, and never shows its secret again', async () => {
    const admin = await api().register();
    const body = { url: 'https://example.com/hook', events: ['lead.*'], description: 'Mine' };
    const created = await admin.post('/api/webhooks', { body });
    expect(created).toMatchObject({
      status: 201,
      body: { ...body, secret: expect.stringMatching(/^whsec_/) },
    });
    const path = `/api/webhooks/${String(created.body['id'])}`;
    const read = await admin.get(path);
    expect(read.body).not.toHaveProperty('secret');
    expect(JSON.stringify((await admin.get('/api/webhooks')).body)).not.toContain('whsec_');
    const put = await admin.put(path, { body: { ...read.body, description: 'Yours' } });
    expect(put).toMatchObject({ status: 200, body: { ...body, description: 'Yours', version: 2 } });
    expect((await admin.patch(path, { body: { ...put.body, enabled: false } })).body).toMatchObject({
      enabled: false,
    });
  });
});
