import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SYSTEM_ACTOR } from '../../src/platform/context/actor.js';
import { runInContext } from '../../src/platform/context/request-context.js';
import { TenantDirectory } from '../../src/platform/context/tenant-directory.js';
import { ResourceRegistry } from '../../src/platform/resource/resource-registry.js';
import type { ApiClient, RegisteredTenant } from '../support/api-client.js';
import {
  type Condition,
  conditions,
  type FieldValues,
  type Filter,
  FilterOracle,
  filters,
  type Row,
} from '../support/filter-oracle.js';
import { addMember } from '../support/team-of-members.js';
import { useTestProduct } from '../support/use-test-product.js';

interface LeadPage {
  readonly items: readonly Row[];
  readonly totalCount: number;
}

const ROWS = 80;
const TIME_ZONE = 'Europe/Berlin';
const text = fc
  .array(
    fc.constantFrom('a', 'A', 'b', '%', '_', '\\', "'", '"', 'ß', 'é', '日', '🙂', ',', '{', '$1', ' x'),
    {
      minLength: 1,
      maxLength: 3,
    },
  )
  .map((parts) => parts.join('').trim())
  .filter((whole) => whole !== '');
/** Around midnights and changes of the clock in Berlin. */
const moment = fc.constantFrom(
  '2026-03-28T22:59:59.999Z',
  '2026-03-28T23:00:00.000Z',
  '2026-03-29T21:59:59.999Z',
  '2026-03-29T22:00:00.000Z',
  '2026-10-24T21:59:59.999Z',
  '2026-10-24T22:00:00.000Z',
  '2026-10-25T22:59:59.999Z',
  '2026-10-25T23:00:00.000Z',
);
const day = fc.constantFrom(
  '2026-03-28',
  '2026-03-29',
  '2026-03-30',
  '2026-10-24',
  '2026-10-25',
  '2026-10-26',
);
const tags = fc.constantFrom('a', 'b', 'c d', '"', '\\', 'NULL', '{}');
const status = fc.constantFrom('New', 'Qualified', 'Contacted');
const temperature = fc.constantFrom('cold', 'hot');
const score = fc.integer({ min: -2, max: 2 });

describe('filter trees', () => {
  const { product, api } = useTestProduct();
  let admin: ApiClient & { readonly tenant: RegisteredTenant };
  let rows: readonly Row[];
  let oracle: FilterOracle;
  let fields: readonly FieldValues[];

  const search = (filter: unknown) =>
    admin.post<LeadPage>('/api/leads/search', { body: { filter, pageSize: 200 } });

  beforeAll(async () => {
    admin = await api().register();
    await admin.patch('/api/settings', { body: { timeZone: TIME_ZONE } });
    const member = await addMember(admin, 'User', { name: "O'Brien 50%" });
    const gone = await addMember(admin, 'User', { name: 'Gone' });
    await admin.patch(`/api/users/${gone.userId}`, { body: { active: false } });
    const ids = [admin.tenant.userId, member.userId, gone.userId];
    const lead = fc.record({
      lastName: text,
      source: fc.option(text, { freq: 3 }),
      company: fc.option(text, { freq: 2 }),
      score: fc.option(score, { freq: 3 }),
      status,
      temperature: fc.option(temperature, { freq: 2 }),
      tags: fc.array(tags, { maxLength: 3 }),
      nextContactAt: fc.option(moment, { freq: 4 }),
      ownerId: fc.option(fc.constantFrom(...ids), { freq: 3 }),
    });
    const bodies = fc.sample(lead, { numRuns: ROWS, seed: 20_261_124 });
    await Promise.all(bodies.map((body) => admin.post('/api/leads', { body })));
    rows = (await admin.get<LeadPage>('/api/leads?pageSize=200')).body.items;
    expect(rows).toHaveLength(ROWS);
    const owners = await Promise.all(ids.map(async (id) => (await admin.get<Row>(`/api/users/${id}`)).body));
    oracle = new FilterOracle(new Map(owners.map((owner) => [String(owner['id']), owner])), TIME_ZONE);
    const names = fc.constantFrom(...owners.map((owner) => String(owner['name'])));
    fields = [
      { field: 'lastName', kind: 'text', value: text },
      { field: 'source', kind: 'text', value: text },
      { field: 'company', kind: 'text', value: text },
      { field: 'score', kind: 'ordered', value: fc.oneof(score, fc.constantFrom(0.5, 1e20, -1e-9)) },
      { field: 'status', kind: 'exact', value: status },
      { field: 'temperature', kind: 'exact', value: temperature },
      { field: 'tags', kind: 'list', value: tags },
      { field: 'nextContactAt', kind: 'ordered', value: fc.oneof(moment, day) },
      { field: 'ownerId', kind: 'exact', value: fc.constantFrom(...ids) },
      { field: 'owner.name', kind: 'text', value: fc.oneof(names, fc.constantFrom('o', "'", '%')) },
      { field: 'owner.teamId', kind: 'exact', value: fc.constantFrom(...ids) },
      { field: 'owner.active', kind: 'flag', value: fc.boolean() },
    ];
  });

  function expectedOf(filter: Filter): string[] {
    return rows.filter((row) => oracle.holds(filter, row)).map(({ id }) => String(id));
  }

  const idsOf = ({ items }: LeadPage) => items.map(({ id }) => String(id)).sort();

  it('find what they say, whatever the data', async () => {
    const found = new Set<number>();
    await fc.assert(
      fc.asyncProperty(filters(fields), async (filter) => {
        const { status: answered, body } = await search(filter);
        expect({ filter, answered }).toEqual({ filter, answered: 200 });
        expect(idsOf(body)).toEqual(expectedOf(filter).sort());
        expect(body.totalCount).toBe(body.items.length);
        found.add(body.items.length);
      }),
      { numRuns: 400 },
    );
    // Neither everything nor nothing every time.
    expect(found.size).toBeGreaterThan(10);
  }, 120_000);

  it('find the same among records as they were, whatever has become of these', async () => {
    const tenant = await product().app.get(TenantDirectory).find(admin.tenant.tenantId);
    const leads = product().app.get(ResourceRegistry).find('lead')?.service;
    if (tenant === undefined || leads === undefined) throw new Error('no leads');
    // Nobody has seen these: each is what another was.
    const snapshots = rows.map((row, index) => ({ ...rows.at(index - 1), id: row['id'] }));
    const matching = (filter: Filter) =>
      runInContext({ traceId: 'spec', tenant, actor: SYSTEM_ACTOR }, () => leads.matching(filter, snapshots));
    await fc.assert(
      fc.asyncProperty(filters(fields), async (filter) => {
        expect(await matching(filter)).toEqual(snapshots.map((row) => oracle.holds(filter, row)));
      }),
      { numRuns: 300 },
    );
  }, 120_000);

  it('are the same in the query form, as far as it goes', async () => {
    const inQuery = conditions(fields).filter(({ value }) => textOf(value) !== undefined);
    await fc.assert(
      fc.asyncProperty(fc.array(inQuery, { minLength: 1, maxLength: 3 }), async (all) => {
        const distinct = all.filter(
          (one, index) =>
            all.findIndex(({ field, operator }) => field === one.field && operator === one.operator) ===
            index,
        );
        const query = distinct
          .map(
            ({ field, operator, value }) =>
              `${field}[${operator}]=${encodeURIComponent(textOf(value) ?? '')}`,
          )
          .join('&');
        const answer = await admin.get<LeadPage>(`/api/leads?${query}&pageSize=200`);
        expect({ query, status: answer.status }).toEqual({ query, status: 200 });
        expect(idsOf(answer.body)).toEqual(expectedOf({ and: distinct }).sort());
      }),
      { numRuns: 150 },
    );
  }, 60_000);

  const condition: Condition = { field: 'score', operator: 'gt', value: 1 };
  const nested = (depth: number): unknown => (depth === 0 ? condition : { not: nested(depth - 1) });
  const wide = (length: number) => ({ or: Array.from({ length }, () => condition) });

  it('nest five deep, with 100 conditions and 1,000 values, and no more', async () => {
    const values = (length: number) => Array.from({ length }, (_, index) => index);
    const ofValues = (...lengths: number[]) => ({
      or: lengths.map((length) => ({ field: 'score', operator: 'in', value: values(length) })),
    });
    for (const filter of [nested(5), wide(100), ofValues(1_000), ofValues(500, 500)]) {
      expect((await search(filter)).status).toBe(200);
    }
    for (const filter of [
      nested(6),
      nested(60),
      nested(100),
      wide(101),
      ofValues(1_001),
      ofValues(500, 501),
    ]) {
      expect(await search(filter)).toMatchObject({ status: 400, body: { error: { code: 'BAD_REQUEST' } } });
    }
    expect((await search(ofValues(10_000))).status).toBe(400);
    expect((await search(wide(5_000))).status).toBe(400);
  });

  it.each([
    [{ filter: { field: 'bogus', operator: 'eq', value: 1 } }, 'bogus'],
    [{ filter: { field: 'toString', operator: 'eq', value: 1 } }, 'toString'],
    [{ filter: { field: 'id', operator: 'eq', value: 1 } }, 'id'],
    [{ filter: { field: 'score', operator: 'like', value: 1 } }, 'score'],
    [{ filter: { field: 'score', operator: 'contains', value: '1' } }, 'score'],
    [{ filter: { field: 'score', operator: 'eq', value: '1' } }, 'score'],
    [{ filter: { field: 'score', operator: 'eq', value: [1] } }, 'score'],
    [{ filter: { field: 'score', operator: 'eq', value: {} } }, 'score'],
    [{ filter: { field: 'score', operator: 'gt', value: null } }, 'score'],
    [{ filter: { field: 'score', operator: 'in', value: [] } }, 'score'],
    [{ filter: { field: 'score', operator: 'between', value: [1] } }, 'score'],
    [{ filter: { field: 'score', operator: 'between', value: [1, null] } }, 'score'],
    [{ filter: { field: 'score', operator: 'isNull', value: 'true' } }, 'score'],
    [{ filter: { field: 'score', operator: 'eq' } }, 'score'],
    [{ filter: { field: 'score', operator: 1, value: 1 } }, 'score'],
    [{ filter: { field: 'status', operator: 'in', value: ['New', 'Sold'] } }, 'status'],
    [{ filter: { field: 'tags', operator: 'has', value: [1] } }, 'tags'],
    [{ filter: { field: 'nextContactAt', operator: 'gt', value: 'soon' } }, 'nextContactAt'],
    [{ filter: { field: 'owner.password', operator: 'eq', value: 'x' } }, 'owner.password'],
    [{ filter: { field: 'owner.team.name', operator: 'eq', value: 'x' } }, 'owner.team.name'],
    [{ filter: { field: 'company.name', operator: 'eq', value: 'x' } }, 'company.name'],
    [{ filter: { field: 'customFields.tier', operator: 'eq', value: 'x' } }, 'customFields.tier'],
    [{ filter: { field: 7 } }, 'filter'],
    [{ filter: [] }, 'filter'],
    [{ filter: 'status=New' }, 'filter'],
    [{ filter: {} }, 'filter'],
    [{ filter: { and: [] } }, 'filter'],
    [{ filter: { and: condition } }, 'filter'],
    [{ filter: { not: [condition] } }, 'filter'],
    [{ filter: { and: [condition], or: [condition] } }, 'filter'],
    [{ filter: { ...condition, and: [] } }, 'and'],
    [{ sort: 'score' }, 'sort'],
    [{ sort: [{ field: 'website' }] }, 'website'],
    [{ sort: [{ field: 'score', order: 'up' }] }, 'sort'],
    [{ sort: [{ field: 'score', nulls: 'middle' }] }, 'sort'],
    [{ sort: [{ field: 'score' }, { field: 'score' }] }, 'sort'],
    [{ pageSize: '20' }, 'pageSize'],
    [{ pageSize: 201 }, 'pageSize'],
    [{ page: 1.5 }, 'page'],
    [{ limit: 2, cursor: 'x' }, 'cursor'],
    [{ page: 1, cursor: 'x' }, 'cursor'],
    [{ includeTotal: 'true' }, 'includeTotal'],
    [{ search: 1 }, 'search'],
    [{ search: 'x'.repeat(201) }, 'search'],
    [{ fields: 'id' }, 'fields'],
    [{ fields: ['bogus'] }, 'fields'],
    [{ fields: ['deletedAt'] }, 'fields'],
    [{ expand: ['bogus'] }, 'expand'],
    [{ where: {} }, 'where'],
    [[], 'body'],
    ['x', 'body'],
  ])('refuse %j and name it', async (body, field) => {
    const answer = await admin.post('/api/leads/search', { body: JSON.stringify(body) });
    expect(answer).toMatchObject({
      status: 400,
      body: { error: { code: 'BAD_REQUEST', details: [{ field, message: expect.any(String) }] } },
    });
  });
});

/** Undefined for what a query cannot say: null, and texts with commas where several are separated by them. */
function textOf(value: unknown): string | undefined {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  const isPlain = values.every(
    (one) => one !== null && !(Array.isArray(value) && typeof one === 'string' && one.includes(',')),
  );
  return isPlain ? values.map(String).join(',') : undefined;
}
