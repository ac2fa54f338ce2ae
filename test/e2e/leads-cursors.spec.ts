import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ApiClient, RegisteredTenant } from '../support/api-client.js';
import { useTestProduct } from '../support/use-test-product.js';

type Row = Readonly<Record<string, string | number | null>> & { readonly id: string };

interface LeadPage {
  readonly items: readonly Row[];
  readonly hasNextPage: boolean;
  readonly nextCursor: string | null;
}

const SORTS = [
  'id',
  'createdAt',
  'updatedAt',
  'lastName',
  'firstName',
  'company',
  'email',
  'status',
  'score',
  'firstContactAt',
  'lastContactAt',
  'nextContactAt',
] as const;
const TEXTS = ['lastName', 'firstName', 'company', 'status', 'email'];

const moment = fc.constantFrom(
  null,
  '2024-05-01T08:00:00.001Z',
  '2024-05-01T08:00:00.002Z',
  '1999-12-31T23:59:59.999Z',
);
/** Few values and many nulls, so that most rows tie with others. */
const lead = fc.record({
  lastName: fc.constantFrom('a', 'b', 'Ä', 'z z', null),
  firstName: fc.constantFrom(null, 'x'),
  company: fc.constant('Acme'),
  email: fc.constantFrom(null, 'a@example.com', 'b@example.com'),
  status: fc.constantFrom('New', 'Qualified', 'Contacted'),
  score: fc.option(fc.integer({ min: -2, max: 2 })),
  firstContactAt: moment,
  lastContactAt: moment,
  nextContactAt: fc.constant(null),
});

/** Null comes last in both orders. Texts are compared by the database's own collation, so only for being equal here. */
function isInOrder(before: Row, after: Row, sort: string, direction: 1 | -1): boolean {
  const [one, other] = [before[sort] ?? null, after[sort] ?? null];
  if (one === other) return before.id < after.id === (direction === 1);
  if (one === null || other === null) return other === null;
  if (TEXTS.includes(sort)) return true;
  return one < other === (direction === 1);
}

describe('cursors', () => {
  const { api } = useTestProduct();
  let admin: ApiClient & { readonly tenant: RegisteredTenant };
  let everything: readonly Row[];

  const page = async (query: string) => (await admin.get<LeadPage>(`/api/leads?${query}`)).body;

  async function walk(query: string, limit: number, eachPage: () => Promise<void> = async () => undefined) {
    const rows: Row[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const more: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const { items, nextCursor, hasNextPage }: LeadPage = await page(`${query}&limit=${limit}${more}`);
      expect(items.length).toBeLessThanOrEqual(limit);
      expect(hasNextPage).toBe(nextCursor !== null);
      rows.push(...items);
      cursor = nextCursor;
      await eachPage();
    }
    return rows;
  }

  beforeAll(async () => {
    admin = await api().register();
    const leads = fc.sample(lead, { numRuns: 60, seed: 20_261_121 });
    await Promise.all(leads.map((body) => admin.post('/api/leads', { body })));
    everything = (await page('pageSize=200')).items;
    expect(everything).toHaveLength(60);
  });

  it.each(SORTS)('visit each row once, in order, by %s', async (sort) => {
    for (const [order, direction] of [['asc', 1] as const, ['desc', -1] as const]) {
      const query = `sortBy=${sort}&sortOrder=${order}`;
      const rows = await walk(query, 7);
      expect(rows.map(({ id }) => id).sort()).toEqual(everything.map(({ id }) => id).sort());
      const misplaced = rows.filter((row, index) => {
        const before = rows[index - 1];
        return before !== undefined && !isInOrder(before, row, sort, direction);
      });
      expect({ query, misplaced }).toEqual({ query, misplaced: [] });
      expect((await page(`${query}&pageSize=200`)).items).toEqual(rows);
    }
  });

  it('visit what a filter leaves, whatever the page size', async () => {
    const filter = fc.constantFrom(
      ['status=New', (row: Row) => row['status'] === 'New'] as const,
      ['score[gte]=0', (row: Row) => Number(row['score'] ?? -1) >= 0] as const,
      ['lastName[isNull]=true', (row: Row) => row['lastName'] === null] as const,
      ['search=a@', (row: Row) => row['email'] === 'a@example.com'] as const,
    );
    const limit = fc.integer({ min: 1, max: 30 });
    const sort = fc.constantFrom(...SORTS);
    const order = fc.constantFrom('asc', 'desc');
    await fc.assert(
      fc.asyncProperty(filter, sort, order, limit, async ([query, keeps], sortBy, sortOrder, size) => {
        const rows = await walk(`${query}&sortBy=${sortBy}&sortOrder=${sortOrder}`, size);
        const expected = everything.filter(keeps).map(({ id }) => id);
        expect(rows.map(({ id }) => id).sort()).toEqual(expected.sort());
      }),
      { numRuns: 15 },
    );
  });

  it('visit every row that stays, while others come and go', async () => {
    const created: string[] = [];
    const rows = await walk('sortBy=lastName', 9, async () => {
      const [newest] = created;
      if (newest !== undefined && created.length % 2 === 0) await admin.delete(`/api/leads/${newest}`);
      const { body } = await admin.post('/api/leads', {
        body: { lastName: created.length % 2 ? 'zzz' : '0' },
      });
      created.unshift(String(body['id']));
    });
    const seen = rows.map(({ id }) => id).filter((id) => !created.includes(id));
    expect(seen.sort()).toEqual(everything.map(({ id }) => id).sort());
  });
});
