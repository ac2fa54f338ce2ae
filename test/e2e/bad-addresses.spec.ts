import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ApiAnswer, ApiClient, RegisteredTenant } from '../support/api-client.js';
import { fillPath, listRoutes } from '../support/routes.js';
import { useTestProduct } from '../support/use-test-product.js';

const SQL = [
  "' OR '1'='1",
  "'; DROP TABLE leads; --",
  '1; SELECT pg_sleep(10)',
  '") UNION SELECT * FROM members --',
  "\\'; --",
  '$1',
  '$$; DELETE FROM leads; $$',
  '%27%20OR%201=1',
  '/* */',
  'CASE WHEN (1=1) THEN email ELSE status END',
];
const MALFORMED_IDS = [
  '1',
  'mine',
  'null',
  '0190b2a0-0000-7000-8000-00000000000',
  '0190b2a0-0000-7000-8000-0000000000000',
  '0190b2a0000070008000000000000000',
  '{0190b2a0-0000-7000-8000-000000000000}',
  "0190b2a0-0000-7000-8000-000000000000' --",
  '../users',
  'ä',
  'x'.repeat(400),
];
const NOBODYS_ID = '0190b2a0-0000-7000-8000-000000000000';

const OFFICE = { name: 'Theirs', timeZone: 'UTC', days: { monday: [{ from: '09:00', to: '17:00' }] } };

/** Bodies that would do, by the path; the first that fits. */
const CHANGES: readonly (readonly [RegExp, unknown])[] = [
  [/\/revert$/, { version: 1 }],
  [/\/entries$/, { productId: '0190b2a0-0000-7000-8000-000000000001', unitPrice: 1 }],
  [/\/stage$/, { stage: 'Qualified' }],
  [/\/reopen$/, {}],
  [/stages\/order$/, { stageIds: [] }],
  [/\/merge$/, { ids: ['0190b2a0-0000-7000-8000-000000000001'] }],
  [/attachments\/:id$/, { name: 'theirs.pdf' }],
  [/\/consents\/:purpose$/, { status: 'granted' }],
  [/\/relationships$/, { contactId: '0190b2a0-0000-7000-8000-000000000001', kind: 'friend' }],
  [/custom-fields/, { resource: 'leads', key: 'theirs', label: 'Theirs', type: 'text' }],
  [/notifications\/:id$/, { isRead: true }],
  [/notifications/, { kinds: [] }],
  [/\/occurrences\//, {}],
  [/tickets\/:id\/assign$/, { ownerId: null }],
  [/tickets\/:id\/comments$/, { body: 'Theirs' }],
  [/ticket-queues/, { name: 'Theirs' }],
  [/comments/, { body: 'Theirs', recordId: '0190b2a0-0000-7000-8000-000000000001' }],
  [/tickets/, { subject: 'Theirs' }],
  [/calendar/, { title: 'Theirs', startsAt: '2032-01-01T09:00:00Z' }],
  [/tasks/, { title: 'Theirs' }],
  [/\/(publish|unpublish|archive)$/, {}],
  [/knowledge-base\/articles/, { title: 'Theirs', body: 'Theirs' }],
  [/knowledge-base\/categories/, { name: 'Theirs' }],
  [/\/notes/, { body: 'Theirs' }],
  [
    /duplicate-rules/,
    { name: 'Theirs', resource: 'leads', conditions: [{ field: 'email', match: 'exact' }] },
  ],
  [/business-hours/, OFFICE],
  [/sla-policies/, { name: 'Theirs', resource: 'lead', active: false, targets: [{ resolution: 60 }] }],
  [/views/, { name: 'Theirs', resource: 'leads' }],
  [/\/recover$/, { since: new Date(Date.now() - 60_000).toISOString() }],
  [/webhooks/, { url: 'https://example.com/other', events: ['*'] }],
  [/users/, { role: 'Manager' }],
  [/roles|api-keys/, { name: 'Theirs', permissions: ['leads:read'] }],
  [/activities|interactions/, { kind: 'note' }],
  [/entries/, { productId: NOBODYS_ID, priceBookId: NOBODYS_ID, unitPrice: 1 }],
  [/:id\/line-items/, { name: 'Theirs', unitPrice: 1 }],
  [/line-items/, { dealId: NOBODYS_ID, name: 'Theirs', unitPrice: 1 }],
  [/\/reprice$/, {}],
  [/quotas/, { period: 'month', startsOn: '2027-01-01', amount: 1 }],
  [/products|price-books/, { name: 'Theirs' }],
  [/teams|organizations|assignment-rules|companies|tags|deals|opportunities|pipelines/, { name: 'Theirs' }],
  [/./, { lastName: 'Theirs' }],
];

type Admin = ApiClient & { readonly tenant: RegisteredTenant };

describe('an address that cannot be', () => {
  const { product, api } = useTestProduct();
  let admin: Admin;
  let stranger: Admin;
  let leadId: string;
  let webhookId: string;
  let before: unknown;

  const everything = async () => [
    (await admin.get('/api/leads?pageSize=200')).body,
    (await admin.get('/api/webhooks')).body,
    (await admin.get('/api/users')).body,
  ];

  beforeAll(async () => {
    admin = await api().register();
    stranger = await api().register();
    const hook = { url: 'https://example.com/hook', events: ['lead.created'] };
    leadId = String((await admin.post('/api/leads', { body: { lastName: 'Mine' } })).body['id']);
    webhookId = String((await admin.post('/api/webhooks', { body: hook })).body['id']);
  });

  beforeEach(async () => {
    before = await everything();
  });

  afterEach(async () => {
    expect(await everything()).toEqual(before);
  });

  /** Every route with an id in it, called with the given one and bodies that would do. */
  async function callAll(caller: ApiClient, id: string): Promise<[string, ApiAnswer][]> {
    const routes = listRoutes(product().app).filter(({ path }) => path.includes(':'));
    expect(routes.length).toBeGreaterThan(8);
    const answers: [string, ApiAnswer][] = [];
    for (const { method, path } of routes) {
      const isChange =
        method === 'PUT' ||
        method === 'PATCH' ||
        /\/(relationships|recover|revert|merge|stages|entries|tickets\/:id\/(assign|comments))$/.test(path);
      const [, change] = CHANGES.find(([pattern]) => pattern.test(path)) ?? [];
      const body = isChange && method !== 'GET' ? { body: change } : {};
      answers.push([`${method} ${path}`, await caller.request(method, fillPath(path, id), body)]);
    }
    return answers;
  }

  function expectNotFound(answers: readonly [string, ApiAnswer][]): void {
    for (const [route, { status, body }] of answers) {
      const code = (body['error'] as Record<string, unknown> | undefined)?.['code'];
      expect({ route, status, code }).toEqual({ route, status: 404, code: 'NOT_FOUND' });
    }
  }

  it('is not found for an id that nobody has', async () => {
    expectNotFound(await callAll(admin, NOBODYS_ID));
  });

  it.each(MALFORMED_IDS)('is not found for %s, which is no id', async (id) => {
    expectNotFound(await callAll(admin, encodeURIComponent(id)));
  });

  it("is not found for another tenant's id, on every verb", async () => {
    expectNotFound(await callAll(stranger, leadId));
    expectNotFound(await callAll(stranger, webhookId));
  });

  it("is not found for a webhook's id as a lead's, and the other way round", async () => {
    expect((await admin.get(`/api/leads/${webhookId}`)).status).toBe(404);
    expect((await admin.get(`/api/webhooks/${leadId}`)).status).toBe(404);
  });

  it.each(SQL)('is plain text in every query parameter: %s', async (sql) => {
    const text = encodeURIComponent(sql);
    const fields = [
      'status',
      'company',
      'source',
      'email',
      'score',
      'ownerId',
      'createdAt',
      'tags',
      'nextContactAt',
    ];
    const operators = [
      '',
      '[eq]',
      '[ne]',
      '[in]',
      '[nin]',
      '[gt]',
      '[between]',
      '[contains]',
      '[startsWith]',
      '[has]',
      '[isNull]',
    ];
    const others = [
      'sortBy',
      'sortOrder',
      'search',
      'page',
      'pageSize',
      'limit',
      'cursor',
      'includeTotal',
      'envelope',
    ];
    const queries = [
      ...fields.flatMap((field) => operators.map((operator) => `${field}${operator}=${text}`)),
      ...others.map((name) => `${name}=${text}`),
      `${text}=1`,
      `status[${text}]=New`,
      `limit=2&cursor=${text}`,
    ];
    for (const query of queries) {
      const { status, body } = await admin.get(`/api/leads?${query}`);
      expect({ query, status }).toEqual({ query, status: status === 200 ? 200 : 400 });
      // Only conditions that say "not this text" can be true of the one lead there is.
      const isNegative = /\[(ne|nin)\]/.test(query);
      if (status === 200 && !isNegative)
        expect({ query, items: body['items'] }).toEqual({ query, items: [] });
    }
    expect((await admin.get(`/api/webhooks?url[contains]=${text}`)).body).toMatchObject({ items: [] });
    expect((await admin.get(`/api/webhooks/deliveries?status=${text}`)).status).toBe(400);
    expect((await admin.get(`/api/users?page=${text}`)).status).toBe(400);
  });

  it.each([
    'search=%00',
    'search=a%00b',
    'search=%ED%A0%80',
    'search=%ff',
    'search=%',
    'status[%00]=x',
    '%00=1',
    'search=%zz',
  ])('is refused with bytes that are no text: %s', async (query) => {
    expect(await admin.get(`/api/leads?${query}`)).toMatchObject({
      status: 400,
      body: { error: { code: 'BAD_REQUEST' } },
    });
  });

  it('is refused with too much of everything', async () => {
    const queries = [
      Array.from({ length: 300 }, (_, index) => `a${index}=1`).join('&'),
      `a${'[b]'.repeat(50)}=1`,
      `status[]=${'New&status[]='.repeat(60)}`,
    ];
    for (const query of queries) expect((await admin.get(`/api/leads?${query}`)).status).toBe(400);
    const long = await admin.get(`/api/leads?search=${'x'.repeat(20_000)}`);
    expect([400, 414, 431]).toContain(long.status);
  });

  it('is refused with parameters that a route without a list policy does not have', async () => {
    for (const path of ['/api/users?colour=red', '/api/auth/me?x=1', `/api/leads/${leadId}?bogus=1`]) {
      expect(await admin.get(path)).toMatchObject({ status: 400, body: { error: { code: 'BAD_REQUEST' } } });
    }
    expect((await admin.post('/api/leads?bogus=1', { body: { lastName: 'Doe' } })).status).toBe(400);
    expect((await admin.delete(`/api/leads/${leadId}?permanent=maybe`)).status).toBe(400);
  });
});
