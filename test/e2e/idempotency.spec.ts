import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiAnswer, ApiClient, CallOptions, RegisteredTenant } from '../support/api-client.js';
import { queryDatabase } from '../support/server-query.js';
import { withDatabase } from '../../src/platform/database/postgres-client.js';
import { useTestProduct } from '../support/use-test-product.js';

const PREFIX = 'tidempotency';

describe('a request with an Idempotency-Key', () => {
  const { product, api } = useTestProduct({ DATABASE_PREFIX: PREFIX });
  let admin: ApiClient & { readonly tenant: RegisteredTenant };
  let keys = 0;

  beforeAll(async () => {
    admin = await api().register();
  });

  const newKey = () => `key-${(keys += 1)}`;
  const keyed = (key: string, body?: unknown): CallOptions => ({ body, headers: { 'idempotency-key': key } });
  const count = async () => Number((await admin.get('/api/leads')).body['totalCount']);

  function expectReplay(first: ApiAnswer, second: ApiAnswer): void {
    expect(first.headers.get('idempotent-replayed')).toBeNull();
    expect(second.headers.get('idempotent-replayed')).toBe('true');
    expect({ status: second.status, body: second.body }).toEqual({ status: first.status, body: first.body });
    for (const name of ['etag', 'location']) expect(second.headers.get(name)).toBe(first.headers.get(name));
  }

  it('is done once, and its answer given again', async () => {
    const before = await count();
    const options = keyed(newKey(), { lastName: 'Once' });
    const first = await admin.post('/api/leads', options);
    expect(first.status).toBe(201);
    expectReplay(first, await admin.post('/api/leads', options));
    expectReplay(first, await admin.post('/api/v1/leads', options));
    expect(await count()).toBe(before + 1);
  });

  it('keeps its first answer, even when the record has changed since', async () => {
    const options = keyed(newKey(), { lastName: 'Old' });
    const first = await admin.post('/api/leads', options);
    await admin.patch(`/api/leads/${String(first.body['id'])}`, { body: { lastName: 'New' } });
    expectReplay(first, await admin.post('/api/leads', options));
  });

  it('is refused with another body, method or path', async () => {
    const key = newKey();
    const { body } = await admin.post('/api/leads', keyed(key, { lastName: 'First' }));
    const path = `/api/leads/${String(body['id'])}`;
    const others = [
      await admin.post('/api/leads', keyed(key, { lastName: 'Second' })),
      await admin.put(path, keyed(key, { lastName: 'First' })),
      await admin.post('/api/webhooks', keyed(key, { lastName: 'First' })),
    ];
    for (const answer of others) {
      expect(answer).toMatchObject({ status: 422, body: { error: { code: 'IDEMPOTENCY_KEY_REUSED' } } });
      expect(answer.headers.get('idempotent-replayed')).toBeNull();
    }
    expect((await admin.get(path)).body).toEqual(body);
  });

  it('makes one row of twenty that race', async () => {
    const before = await count();
    const options = keyed(newKey(), { lastName: 'Race' });
    const answers = await Promise.all(Array.from({ length: 20 }, () => admin.post('/api/leads', options)));
    const firsts = answers.filter(
      ({ status, headers }) => status === 201 && !headers.has('idempotent-replayed'),
    );
    expect(firsts).toHaveLength(1);
    for (const answer of answers) {
      if (answer.status === 201) expect(answer.body).toEqual(firsts[0]?.body);
      else {
        expect(answer).toMatchObject({ status: 409, body: { error: { code: 'CONFLICT' } } });
        expect(Number(answer.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
      }
    }
    expect(await count()).toBe(before + 1);
    expect((await admin.post('/api/leads', options)).headers.get('idempotent-replayed')).toBe('true');
  });

  it('is refused again in the same words', async () => {
    const unknownOwner = { lastName: 'Doe', ownerId: '0190b2a0-0000-7000-8000-000000000000' };
    for (const body of [{ lastName: 5 }, { firstName: 'Unreachable' }, unknownOwner]) {
      const options = keyed(newKey(), body);
      const first = await admin.post('/api/leads', options);
      const second = await admin.post('/api/leads', options);
      expect(first.status).toBe(422);
      expect(second.headers.get('idempotent-replayed')).toBe('true');
      expect({ status: second.status, error: second.body['error'] }).toEqual({
        status: 422,
        error: first.body['error'],
      });
    }
  });

  it('may be a PATCH or a PUT, which then counts one version', async () => {
    const { body } = await admin.post('/api/leads', { body: { lastName: 'Doe', score: 1 } });
    const path = `/api/leads/${String(body['id'])}`;
    const patch = keyed(newKey(), { score: 2 });
    expectReplay(await admin.patch(path, patch), await admin.patch(path, patch));
    const put = keyed(newKey(), { lastName: 'Doe', version: 2 });
    expectReplay(await admin.put(path, put), await admin.put(path, put));
    await admin.delete(path);
    const restore = keyed(newKey());
    expectReplay(await admin.post(`${path}/restore`, restore), await admin.post(`${path}/restore`, restore));
    expect((await admin.get(path)).body).toMatchObject({ version: 5 });
  });

  it('is answered in the form each caller asks for', async () => {
    const key = newKey();
    const plain = await admin.post('/api/leads', keyed(key, { lastName: 'Wrapped' }));
    const headers = { 'idempotency-key': key, 'x-response-envelope': 'true' };
    const wrapped = await admin.post('/api/leads', { body: { lastName: 'Wrapped' }, headers });
    expect(wrapped.headers.get('idempotent-replayed')).toBe('true');
    expect(wrapped).toMatchObject({ status: 201, body: { success: true, data: plain.body } });
    const refused = keyed(newKey(), {});
    await admin.post('/api/leads', refused);
    const again = await admin.post('/api/leads?envelope=true', refused);
    expect(again).toMatchObject({
      status: 422,
      body: { success: false, error: { code: 'VALIDATION_ERROR' } },
    });
  });

  it('is independent of the same key of a colleague and of another tenant', async () => {
    const colleague = {
      email: 'colleague@example.com',
      name: 'Colleague',
      role: 'User',
      password: 'Member@123',
    };
    await admin.post('/api/users', { body: colleague });
    const { email, password } = colleague;
    const login = await api().post('/api/auth/login', { body: { email, password } });
    const callers = [admin, api().as(String(login.body['token'])), await api().register()];
    const key = newKey();
    const answers = await Promise.all(
      callers.map((caller, index) =>
        caller.post('/api/leads', keyed(key, { lastName: `Of caller ${index}` })),
      ),
    );
    expect(answers.map(({ status, body }) => [status, body['lastName']])).toEqual([
      [201, 'Of caller 0'],
      [201, 'Of caller 1'],
      [201, 'Of caller 2'],
    ]);
  });

  it.each(['', 'two words', 'ä'.repeat(2), 'x'.repeat(256)])('is refused with the key "%s"', async (key) => {
    const before = await count();
    const headers = { 'idempotency-key': Buffer.from(key).toString('latin1') };
    const answer = await admin.post('/api/leads', { body: { lastName: 'Doe' }, headers });
    expect(answer).toMatchObject({
      status: 400,
      body: { error: { details: [{ field: 'Idempotency-Key' }] } },
    });
    expect(await count()).toBe(before);
  });

  it('may be a registration, which makes one tenant', async () => {
    const body = { email: 'once@example.com', password: 'Admin@123', tenantName: 'Once' };
    const options = keyed(newKey(), body);
    const first = await api().post('/api/auth/register', options);
    const second = await api().post('/api/auth/register', options);
    expect(first.status).toBe(201);
    expectReplay(first, second);
    expect((await api().as(String(second.body['token'])).get('/api/auth/me')).status).toBe(200);
    const [stored] = await queryDatabase<{ stored: string }>(
      product().databaseUrl,
      'SELECT coalesce(json_agg(k)::text, $1) AS stored FROM idempotency_keys k',
      ['none'],
    );
    expect(stored?.stored).toContain('sealed_answer');
    for (const secret of [first.body['token'], first.body['refreshToken'], body.password]) {
      expect(stored?.stored).not.toContain(String(secret));
    }
  });

  it('may create a webhook, whose secret is shown again and stored sealed', async () => {
    const options = keyed(newKey(), { url: 'https://example.com/hook', events: ['*'] });
    const first = await admin.post('/api/webhooks', options);
    expect(first.body['secret']).toMatch(/^whsec_/);
    expectReplay(first, await admin.post('/api/webhooks', options));
    const database = `${PREFIX}_tenant_${admin.tenant.tenantId.replaceAll('-', '')}`;
    const url = withDatabase(product().databaseUrl, database);
    for (const table of ['idempotency_keys', 'webhook_endpoints', 'journal']) {
      const rows = await queryDatabase<{ row: string }>(
        url,
        `SELECT row_to_json(t)::text AS row FROM ${table} t`,
      );
      expect(rows.length).toBeGreaterThan(0);
      expect(rows.filter(({ row }) => row.includes(String(first.body['secret'])))).toEqual([]);
    }
  });
});
