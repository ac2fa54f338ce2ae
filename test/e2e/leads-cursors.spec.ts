import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ApiAnswer, ApiClient, RegisteredTenant } from '../support/api-client.js';
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

interface SortKey {
  readonly field: string;
  readonly order: string;
  readonly nulls: string;
}

/** Whether a row may come after another one: equal in the first keys, and in order in the one that differs. */
function follows(before: Row | undefined, row: Row, keys: readonly SortKey[]): boolean {
  if (before === undefined) return true;
  for (const { field, order, nulls } of keys) {
    const [one, other] = [before[field] ?? null, row[field] ?? null];
    if (one === other) continue;
    if (one === null || other === null) return (one === null) === (nulls === 'first');
    return TEXTS.includes(field) || one < other === (order === 'asc');
  }
  return before.id < row.id === (keys.at(-1)?.order === 'asc');
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

  it('visit every row that stays once, in any order, while others come, change and go', async () => {
    const key = fc.record({
      field: fc.constantFrom(...SORTS),
      order: fc.constantFrom('asc', 'desc'),
      nulls: fc.constantFrom('first', 'last'),
    });
    const sort = fc.uniqueArray(key, { minLength: 1, maxLength: 4, selector: ({ field }) => field });
    const limit = fc.integer({ min: 3, max: 25 });
    const write = fc.constantFrom('create', 'create', 'change', 'delete');
    const writes = fc.array(write, { minLength: 1, maxLength: 3 });
    const ids = everything.map(({ id }) => id).sort();
    await fc.assert(
      fc.asyncProperty(sort, limit, writes, lead, async (keys, size, each, body) => {
        const created: string[] = [];
        let turn = 0;
        const disturb = async () => {
          turn += 1;
          for (const kind of each) {
            if (kind === 'create') {
              const made = await admin.post('/api/leads', { body });
              created.push(String(made.body['id']));
            } else if (kind === 'change') {
              await admin.patch(`/api/leads/${ids[turn % ids.length] ?? ''}`, {
                body: { jobTitle: `${turn}` },
              });
            } else {
              const id = created.shift();
              if (id !== undefined) await admin.delete(`/api/leads/${id}`);
            }
          }
        };
        const rows: Row[] = [];
        // A change moves a row in the order of changes.
        const isStable = !keys.some(({ field }) => field === 'updatedAt') || !each.includes('change');
        let cursor: string | null = null;
        do {
          const asked: Record<string, unknown> = { sort: keys, limit: size, cursor };
          const answer: ApiAnswer<LeadPage> = await admin.post<LeadPage>('/api/leads/search', {
            body: asked,
          });
          expect({ asked, status: answer.status }).toEqual({ asked, status: 200 });
          rows.push(...answer.body.items);
          cursor = answer.body.nextCursor;
          await disturb();
        } while (cursor !== null && rows.length < 1_000);
        if (isStable) {
          const seen = rows.map(({ id }) => id).filter((id) => ids.includes(id));
          expect({ keys, seen: seen.sort() }).toEqual({ keys, seen: ids });
          const misplaced = rows.filter((row, index) => !follows(rows[index - 1], row, keys));
          expect({ keys, misplaced }).toEqual({ keys, misplaced: [] });
        }
        await Promise.all(created.map((id) => admin.delete(`/api/leads/${id}`)));
      }),
      { numRuns: 40 },
    );
  }, 120_000);

  async function numberedPages(query: string): Promise<Row[]> {
    const pages = [1, 2, 3, 4, 5, 6, 7, 8, 9];
    const numbered = await Promise.all(pages.map((number) => page(`${query}&pageSize=7&page=${number}`)));
    return numbered.flatMap(({ items }) => items);
  }

  it('begin where the page before has ended, in pages with numbers too', async () => {
    for (const sort of ['score', 'score,lastName', 'nextContactAt', 'firstContactAt,score']) {
      for (const rest of ['', '&sortOrder=desc', '&sortNulls=first', '&sortOrder=desc&sortNulls=first']) {
        const query = `sortBy=${sort}${rest}`;
        const rows = await walk(query, 7);
        expect(await numberedPages(query)).toEqual(rows);
      }
    }
  });

  it('go on where key and id run in opposite directions', async () => {
    for (const sort of ['score,id', 'createdAt,id', 'status,id']) {
      for (const rest of ['desc,asc', 'asc,desc', 'desc,asc&sortNulls=first']) {
        const query = `sortBy=${sort}&sortOrder=${rest}`;
        expect(await numberedPages(query)).toEqual(await walk(query, 7));
      }
    }
  });
});
