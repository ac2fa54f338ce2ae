import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ApiClient, RegisteredTenant } from '../support/api-client.js';
import { rawRequest } from '../support/raw-request.js';
import { useTestProduct } from '../support/use-test-product.js';

const TEXT_FIELDS = [
  'externalId',
  'firstName',
  'lastName',
  'company',
  'jobTitle',
  'description',
  'source',
  'firstContactNote',
  'lastContactNote',
  'followUpAction',
];
const OTHER_FIELDS: Readonly<Record<string, readonly unknown[]>> = {
  email: ['no address', 'a@b', `${'a'.repeat(250)}@example.com`, 5, true, [], {}],
  phone: ['call me', '1'.repeat(41), 5, {}],
  website: ['example', 'ftp://example.com', 'javascript:alert(1)', 5, []],
  status: ['Sold', 'new', '', 5, null, ['New'], { length: 3 }],
  temperature: ['tepid', 5, ['hot']],
  score: ['5', 1.5, 1_000_001, 1e300, true, [5], {}],
  tags: [
    'vip',
    [''],
    [5],
    [null],
    ['x'.repeat(101)],
    Array.from({ length: 51 }, (_, index) => `t${index}`),
    {},
    null,
  ],
  ownerId: ['me', 5, ['0190b2a0-0000-7000-8000-000000000000'], {}],
  firstContactAt: ['yesterday', '2024-02-30', 1_714_550_400, '2024-05-01T25:00:00Z', {}],
  lastContactAt: ['', false],
  nextContactAt: ['+275760-09-13', []],
};
const LONGEST: Readonly<Record<string, number>> = {
  externalId: 200,
  company: 200,
  jobTitle: 200,
  description: 10_000,
};

describe('a body that cannot be', () => {
  const { api } = useTestProduct();
  let admin: ApiClient & { readonly tenant: RegisteredTenant };
  let path: string;
  let before: unknown;

  const everything = async () => [
    (await admin.get('/api/leads?pageSize=200')).body,
    (await admin.get('/api/webhooks')).body,
    (await admin.get('/api/users')).body,
  ];

  beforeAll(async () => {
    admin = await api().register();
    const { body } = await admin.post('/api/leads', {
      body: { lastName: 'Untouched', email: 'u@example.com' },
    });
    path = `/api/leads/${String(body['id'])}`;
  });

  beforeEach(async () => {
    before = await everything();
  });

  /** Whatever was refused, nothing is changed. */
  afterEach(async () => {
    expect(await everything()).toEqual(before);
  });

  /** Sent to create, PATCH and PUT alike. */
  async function refuse(body: unknown, status: number, error: Record<string, unknown>): Promise<void> {
    const answers = [
      await admin.post('/api/leads', { body }),
      await admin.patch(path, { body }),
      await admin.put(path, { body }),
    ];
    for (const answer of answers) {
      expect({ body, answer }).toMatchObject({ answer: { status, body: { error } } });
    }
  }

  it.each(TEXT_FIELDS)('is refused for a wrong %s', async (field) => {
    const longest = LONGEST[field] ?? (/Note|Action/.test(field) ? 2_000 : 100);
    for (const value of [5, true, [], ['x'], {}, { toString: 'x' }, 'x'.repeat(longest + 1)]) {
      await refuse({ lastName: 'Doe', [field]: value }, 422, { code: 'VALIDATION_ERROR' });
    }
  });

  it.each(Object.keys(OTHER_FIELDS))('is refused for a wrong %s', async (field) => {
    for (const value of OTHER_FIELDS[field] ?? []) {
      await refuse({ lastName: 'Doe', [field]: value }, 422, {
        code: 'VALIDATION_ERROR',
        details: [{ field, message: expect.any(String) }],
      });
    }
  });

  it.each([
    'lastname',
    'toString',
    'constructor',
    'valueOf',
    'hasOwnProperty',
    'isPrototypeOf',
    '__defineGetter__',
    '',
  ])('is refused for the unknown field "%s", and names it', async (field) => {
    const details = [{ field, message: 'is not a known field' }];
    await refuse({ lastName: 'Doe', [field]: 'x' }, 422, { code: 'VALIDATION_ERROR', details });
  });

  it.each([
    [{ lastName: 5 }, 'lastName must be a text of at most 100 characters'],
    [{ lastname: 'x' }, 'lastname is not a known field'],
    [{ lastName: 'x', ownerId: '01a1fd8a-e7f1-768b-bc9c-4736db6577a0' }, 'ownerId does not exist'],
    [{}, 'One of lastName, company, email and phone is required'],
    [[], 'The body must be an object'],
  ])(
    'is refused with a message that says all, for clients that show nothing else: %j',
    async (body, message) => {
      const answer = await admin.post('/api/leads', { body });
      expect(answer).toMatchObject({ status: 422, body: { error: { message } } });
    },
  );

  it('is refused for fields that only the product sets, when it is new', async () => {
    for (const field of ['id', 'tenantId', 'version', 'createdAt', 'createdBy', 'deletedAt']) {
      const answer = await admin.post('/api/leads', { body: { lastName: 'Doe', [field]: 'x' } });
      expect(answer).toMatchObject({ status: 422, body: { error: { details: [{ field }] } } });
    }
  });

  it.each(['"text"', '5', 'true', 'null', '[]', '[{"lastName":"Doe"}]', '[[]]'])(
    'is refused when it is %s instead of an object',
    async (body) => {
      await refuse(body, 422, { code: 'VALIDATION_ERROR' });
    },
  );

  it.each([
    '{',
    '{"lastName":}',
    "{'lastName':'Doe'}",
    '{"lastName":"Doe"} x',
    'lastName=Doe',
    '\u0000',
    '{"a":NaN}',
  ])('is refused when it is not JSON: %s', async (body) => {
    await refuse(body, 400, { code: 'MALFORMED_JSON' });
  });

  it('is refused when keys reach for a prototype', async () => {
    await refuse('{"lastName":"Doe","__proto__":{"status":"Converted"}}', 400, { code: 'BAD_REQUEST' });
    await refuse('{"lastName":"Doe","constructor":{"prototype":{"status":"x"}}}', 400, {
      code: 'BAD_REQUEST',
    });
    await refuse('{"lastName":"Doe","\\u005f_proto__":{"x":1}}', 400, { code: 'BAD_REQUEST' });
  });

  it.each(['\\u0000', 'a\\u0000b', '\\ud800', '\\udc00\\ud800', 'x\\uDBFF'])(
    'is refused when a text holds %s, which no database stores',
    async (text) => {
      const error = { code: 'VALIDATION_ERROR' };
      await refuse(`{"lastName":"${text}"}`, 422, { ...error, details: [{ field: 'lastName' }] });
      await refuse(`{"lastName":"Doe","tags":["${text}"]}`, 422, {
        ...error,
        details: [{ field: 'tags.0' }],
      });
    },
  );

  it('is refused when it nests a thousand levels deep', async () => {
    const deep = `${'['.repeat(1_000)}${']'.repeat(1_000)}`;
    await refuse(`{"lastName":"Doe","tags":${deep}}`, 400, { code: 'BAD_REQUEST' });
    await refuse(`${'{"a":'.repeat(1_000)}1${'}'.repeat(1_000)}`, 400, { code: 'BAD_REQUEST' });
  });

  async function raw(method: string, url: string, body: string | Buffer, contentType?: string) {
    const answer = await rawRequest(admin.url, {
      method,
      path: url,
      body,
      headers: {
        authorization: `Bearer ${admin.tenant.token}`,
        'content-length': Buffer.byteLength(body),
        ...(contentType !== undefined && { 'content-type': contentType }),
      },
    });
    return { status: answer.status, body: answer.body === '' ? undefined : JSON.parse(answer.body) };
  }

  it('is refused when it is longer than 1 MiB', async () => {
    const body = JSON.stringify({ lastName: 'Doe', description: 'x'.repeat(2 * 1_024 * 1_024) });
    const answer = await raw('POST', '/api/leads', body, 'application/json');
    expect(answer).toMatchObject({ status: 413, body: { error: { code: 'PAYLOAD_TOO_LARGE' } } });
  });

  it('is refused when it is not UTF-8', async () => {
    const body = Buffer.from([...Buffer.from('{"lastName":"'), 0xff, 0xfe, ...Buffer.from('"}')]);
    const answer = await raw('POST', '/api/leads', body, 'application/json');
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'MALFORMED_JSON' } } });
  });

  it.each([
    'application/xml',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/html',
  ])('is refused as %s', async (contentType) => {
    const answer = await raw('POST', '/api/leads', '{"lastName":"Doe"}', contentType);
    expect(answer).toMatchObject({ status: 415, body: { error: { code: 'UNSUPPORTED_MEDIA_TYPE' } } });
  });

  it('is refused when there is none where one is needed', async () => {
    expect((await raw('POST', '/api/leads', '', 'application/json')).status).toBe(422);
    expect((await raw('POST', '/api/webhooks', '', 'application/json')).status).toBe(422);
    expect((await raw('POST', '/api/webhooks', '[]', 'application/json')).status).toBe(422);
    expect((await raw('PUT', path, '', 'application/json')).status).toBe(422);
    expect((await raw('POST', '/api/auth/login', 'null', 'application/json')).status).toBe(422);
  });
});

describe('a body that can be', () => {
  const { api } = useTestProduct();

  it('may be JSON sent as text/plain, and empty where none is needed', async () => {
    const admin = await api().register();
    const plain = { 'content-type': 'text/plain;charset=UTF-8' };
    const created = await admin.post('/api/leads', { body: '{"lastName":"Plain"}', headers: plain });
    expect(created).toMatchObject({ status: 201, body: { lastName: 'Plain' } });
    const path = `/api/leads/${String(created.body['id'])}`;
    const headers = { 'content-type': 'application/json' };
    expect((await admin.delete(path, { headers })).status).toBe(204);
    expect((await admin.post(`${path}/restore`, { headers })).status).toBe(200);
    const withCookie = { ...plain, cookie: 'session=x' };
    expect((await admin.post('/api/leads', { body: '{}', headers: withCookie })).status).toBe(415);
  });

  it('may hold any text that is one, and answers it unchanged', async () => {
    const admin = await api().register();
    const texts = [
      "Robert'); DROP TABLE leads;--",
      '<script>alert(1)</script>',
      '${7*7}{{7*7}}',
      '💶 名前 ‮א',
      'a\tb\nc',
      '\\',
      '%00',
      '__proto__',
    ];
    for (const lastName of texts) {
      const { body } = await admin.post('/api/leads', {
        body: { lastName, tags: [lastName], company: lastName },
      });
      const read = await admin.get(`/api/leads/${String(body['id'])}`);
      expect(read.body).toMatchObject({ lastName, tags: [lastName], company: lastName });
    }
    expect((await admin.get('/api/leads')).body).toMatchObject({ totalCount: texts.length });
  });

  it('may hold an address that only just is one, and the answer is still what OpenAPI says', async () => {
    const admin = await api().register();
    const emails = [
      'jörg@example.com',
      '"odd name"@example.com',
      'a+b@sub.example.museum',
      "o'neil@example.com",
    ];
    const websites = [
      'https://example.com/ä',
      'https://exämple.com',
      'https://example.com/a b',
      'http://[::1]/',
      'https://example.com/{x}|^',
    ];
    for (const email of emails)
      expect([201, 422]).toContain((await admin.post('/api/leads', { body: { email } })).status);
    for (const website of websites) {
      expect([201, 422]).toContain(
        (await admin.post('/api/leads', { body: { lastName: 'Doe', website } })).status,
      );
    }
  });
});
