import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { withDatabase } from '../../src/platform/database/postgres-client.js';
import type { ApiClient, RegisteredTenant } from '../support/api-client.js';
import { attachFile } from '../support/attach-file.js';
import { made } from '../support/route-case.js';
import { queryDatabase } from '../support/server-query.js';
import { useTestProduct } from '../support/use-test-product.js';

const PREFIX = 'tmergeundo';

type Fields = Record<string, unknown>;

/** Everything that a merge may touch; what is written at every change of a record differs by design. */
const TABLES = [
  'companies',
  'contacts',
  'leads',
  'activities',
  'attachments',
  'contact_companies',
  'contact_consents',
  'contact_relationships',
  'contact_lifecycle_changes',
  'merged_company_links',
];
const SYSTEM = ['version', 'updated_at', 'updated_by'];

const text = (...values: string[]) => fc.option(fc.constantFrom(...values), { nil: undefined });
const place = fc.nat({ max: 3 });
const PEOPLE = 4;

const person = fc.record(
  {
    firstName: text('Ada', 'Grace'),
    email: text('ada@example.com', 'grace@example.com'),
    phone: text('+44 20 7000 1234'),
    jobTitle: text('Director'),
    addressLine1: text('One Street 1', 'Other Street 2'),
    city: text('London', 'Rome'),
    nextContactAt: text('2026-01-01T00:00:00.000Z'),
    followUpAction: text('Call', 'Write'),
    lifecycleStage: text('customer', 'lead'),
    doNotContact: fc.boolean(),
    tags: fc.subarray(['a', 'b', 'c']),
    customFields: fc.record({ tier: text('gold', 'silver') }, { requiredKeys: [] }),
  },
  { requiredKeys: [] },
);
const world = fc.record({
  people: fc.array(person, { minLength: PEOPLE, maxLength: PEOPLE }),
  employed: fc.array(fc.tuple(place, fc.nat({ max: 2 }), text('Founder', 'Board member'), fc.boolean()), {
    maxLength: 8,
  }),
  related: fc.array(
    fc.tuple(place, place, fc.constantFrom('friend', 'parent', 'child', 'manager', 'directReport')),
    { maxLength: 8 },
  ),
  consents: fc.array(
    fc.tuple(place, fc.constantFrom('sms', 'phone'), fc.constantFrom('granted', 'withdrawn')),
    { maxLength: 6 },
  ),
  activities: fc.array(fc.uniqueArray(place, { minLength: 1, maxLength: 3 }), { maxLength: 4 }),
  filed: fc.uniqueArray(place, { maxLength: 2 }),
  introduced: fc.uniqueArray(fc.tuple(place, place), { maxLength: 3 }),
  survivor: place,
  losers: fc.uniqueArray(place, { minLength: 1, maxLength: 3 }),
  chosen: fc.record(
    { lastName: text('Chosen'), city: text('Paris'), tags: fc.subarray(['a', 'd']) },
    { requiredKeys: [] },
  ),
  companies: fc.record({
    parents: fc.array(fc.boolean(), { minLength: 2, maxLength: 2 }),
    revenue: fc.boolean(),
  }),
});

describe('undoing a merge after which nothing has changed', () => {
  const { api, product } = useTestProduct({ DATABASE_PREFIX: PREFIX });
  let admin: ApiClient & { readonly tenant: RegisteredTenant };
  let database: string;

  beforeAll(async () => {
    admin = await api().register();
    const name = `${PREFIX}_tenant_${admin.tenant.tenantId.replaceAll('-', '')}`;
    database = withDatabase(product().databaseUrl, name);
    const field = { resource: 'contacts', label: 'Field' };
    await made(admin, '/api/custom-fields', { ...field, key: 'tier', type: 'text' });
    const reference = { ...field, key: 'introducer', type: 'reference', referenceTo: 'contacts' };
    await made(admin, '/api/custom-fields', reference);
  });

  async function done(answer: Promise<{ status: number; body: unknown }>, ...allowed: number[]) {
    const { status, body } = await answer;
    if (status >= 300 && !allowed.includes(status)) throw new Error(`${status} ${JSON.stringify(body)}`);
    return body as Fields;
  }

  /** All rows of all tables, by table. */
  async function rows(): Promise<Fields> {
    const tables = TABLES.map(async (table) => {
      const found = await queryDatabase<{ row: Fields }>(
        database,
        `SELECT to_jsonb(t) - $1::text[] AS row FROM "${table}" AS t ORDER BY to_jsonb(t)::text`,
        [SYSTEM],
      );
      return [table, found.map(({ row }) => row)] as const;
    });
    return Object.fromEntries(await Promise.all(tables));
  }

  it('leaves every row as it was, whatever was merged', async () => {
    let touched = 0;
    await fc.assert(
      fc.asyncProperty(world, async (given) => {
        const companies: string[] = [];
        for (const index of [0, 1, 2]) {
          const parentId = index > 0 && given.companies.parents[index - 1] === true ? companies[0] : null;
          const revenue = given.companies.revenue && index === 1 ? { annualRevenue: 7, currency: 'USD' } : {};
          companies.push(await made(admin, '/api/companies', { name: 'Acme', parentId, ...revenue }));
        }
        const people: string[] = [];
        for (const fields of given.people)
          people.push(await made(admin, '/api/contacts', { lastName: 'Morgan', ...fields }));
        const at = (index: number) => String(people[index]);
        for (const [one, company, role = null, isPrimary] of given.employed) {
          const body = { role, isPrimary, replacePrimary: true };
          await done(
            admin.post(`/api/contacts/${at(one)}/companies/${String(companies[company])}`, { body }),
          );
        }
        for (const [one, other, kind] of given.related) {
          const body = { contactId: at(other), kind, note: kind };
          await done(admin.post(`/api/contacts/${at(one)}/relationships`, { body }), 409, 422);
        }
        for (const [one, purpose, status] of given.consents)
          await done(admin.put(`/api/contacts/${at(one)}/consents/${purpose}`, { body: { status } }));
        for (const linked of given.activities) {
          const links = linked.map((one) => ({ resource: 'contact', id: at(one) }));
          await made(admin, '/api/activities', { kind: 'note', links });
        }
        for (const one of given.filed)
          expect((await attachFile(admin, `/api/contacts/${at(one)}`)).status).toBe(201);
        for (const [one, other] of given.introduced) {
          const body = { customFields: { introducer: at(other) } };
          await done(admin.patch(`/api/contacts/${at(one)}`, { body }));
        }
        const before = await rows();

        const losers = given.losers.filter((one) => one !== given.survivor).map(at);
        const merges: string[] = [];
        if (losers.length > 0) {
          const body = { ids: losers, values: given.chosen };
          const merged = await done(admin.post(`/api/contacts/${at(given.survivor)}/merge`, { body }));
          merges.push(String(merged['id']));
        }
        const body = { ids: companies.slice(1) };
        const merged = await done(admin.post(`/api/companies/${String(companies[0])}/merge`, { body }));
        merges.push(String(merged['id']));
        expect(await rows()).not.toEqual(before);
        for (const id of merges.toReversed()) await done(admin.post(`/api/merges/${id}/undo`, { body: {} }));
        expect(await rows()).toEqual(before);
        touched += merges.length;
      }),
      { numRuns: 12, endOnFailure: true },
    );
    expect(touched).toBeGreaterThan(12);
  }, 120_000);
});
