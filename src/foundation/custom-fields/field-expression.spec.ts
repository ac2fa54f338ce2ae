import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TenantCore } from '../../../test/support/tenant-core.js';
import type { TenantReference } from '../../platform/context/tenant-reference.js';
import { compileFilter, type FilterOperator } from '../../platform/resource/lists/list-filters.js';
import { FIELD_TYPES, type FieldType } from './field-definition.js';
import { fieldExpression } from './field-expression.js';
import { indexOf } from './field-index.js';

const ID = '01a1fd8a-e7f1-768b-bc9c-4736db6577a0';
const OTHER_ID = '01a1fd8a-e7f1-768b-bc9c-4736db6577a1';

/** Whatever may stand under a key: of every type, of none, and what only looks like one. */
const STORED: readonly unknown[] = [
  'b',
  'a',
  'Z',
  'ä',
  '2024-02-29',
  '2023-12-31',
  '10',
  10,
  9.5,
  1e300,
  true,
  false,
  ['gold', 'silver'],
  ['silver'],
  [],
  [1, null, { a: 'b' }],
  ID,
  OTHER_ID,
  '0000000g-0000-0000-0000-000000000000',
  { nested: 'object' },
  null,
];

describe('fieldExpression', () => {
  let core: TenantCore;
  let tenant: TenantReference;

  beforeAll(async () => {
    core = await TenantCore.start();
    tenant = await core.newTenant();
    await core.within(tenant, async () => {
      await core.database.execute({
        text: `CREATE TABLE things (id uuid PRIMARY KEY DEFAULT uuidv7(), custom_fields jsonb NOT NULL, deleted_at timestamptz)`,
      });
      for (const value of STORED) await store({ k: value });
      await store({});
    });
  });

  afterAll(() => core.close());

  function store(values: unknown): Promise<number> {
    return core.database.execute({
      text: 'INSERT INTO things (custom_fields) VALUES ($1)',
      values: [JSON.stringify(values)],
    });
  }

  const columnOf = (type: FieldType) => fieldExpression({ key: 'k', type }, 't');

  function read(where: string, values: unknown[], orderBy = 't.id'): Promise<unknown[]> {
    return core.within(tenant, async () => {
      const rows = await core.database.query<{ value: unknown }>({
        text: `SELECT custom_fields -> 'k' AS value FROM things AS t WHERE ${where} ORDER BY ${orderBy}`,
        values,
      });
      return rows.map(({ value }) => value);
    });
  }

  function find(type: FieldType, operator: FilterOperator, values: readonly unknown[]): Promise<unknown[]> {
    const bound: unknown[] = [];
    const where = compileFilter(columnOf(type), operator, values, (value) => `$${bound.push(value)}`);
    return read(where, bound);
  }

  it.each([
    ['text', 'eq', ['a'], ['a']],
    ['text', 'contains', ['Z'], ['Z']],
    ['number', 'gte', [9.5], [10, 9.5, 1e300]],
    ['number', 'in', [10, 1e300], [10, 1e300]],
    ['number', 'between', [9, 10], [10, 9.5]],
    ['boolean', 'eq', [true], [true]],
    ['boolean', 'isNull', [false], [true, false]],
    ['date', 'gte', ['2024-01-01'], ['2024-02-29']],
    ['date', 'eq', ['2023-12-31'], ['2023-12-31']],
    ['select', 'in', ['a', 'b'], ['b', 'a']],
    ['multi-select', 'has', ['gold', 'bronze'], [['gold', 'silver']]],
    ['multi-select', 'isNull', [false], [['gold', 'silver'], ['silver'], [], [1, null, { a: 'b' }]]],
    ['reference', 'eq', [ID], [ID]],
    ['reference', 'in', [ID.toUpperCase(), OTHER_ID], [ID, OTHER_ID]],
  ] as const)('finds by %s %s %j', async (type, operator, values, found) => {
    const answer = await find(type, operator, values);
    // Only what looks like a day is compared as one: an order of texts puts others after it.
    const shown = type === 'date' ? answer.filter((value) => /^\d{4}-/.test(String(value))) : answer;
    expect(shown).toEqual(found);
  });

  it('sorts numbers as numbers, days in time, nulls where they are asked for', async () => {
    const numbers = await read(`${columnOf('number')} IS NOT NULL`, [], columnOf('number'));
    expect(numbers).toEqual([9.5, 10, 1e300]);
    const days = await read(`${columnOf('date')} LIKE '20%'`, [], `${columnOf('date')} DESC`);
    expect(days).toEqual(['2024-02-29', '2023-12-31']);
  });

  it('never fails, whatever is stored', async () => {
    for (const type of FIELD_TYPES) {
      const all = await read(`${columnOf(type)} IS NULL OR true`, [], `${columnOf(type)} NULLS LAST`);
      expect(all).toHaveLength(STORED.length + 1);
    }
  });

  it('refuses a key that is more than a name', () => {
    for (const key of ["a'b", 'a b', 'A', '', 'constructor', 'a-b', 'a"', 'a\\'])
      expect(() => fieldExpression({ key, type: 'text' })).toThrow('no name');
  });

  it.each([
    ['text', 'eq', ['a']],
    ['number', 'gt', [5]],
    ['boolean', 'eq', [true]],
    ['date', 'gte', ['2024-01-01']],
    ['select', 'in', ['a', 'b']],
    ['url', 'eq', ['a']],
    ['multi-select', 'has', ['gold']],
    ['reference', 'eq', [ID]],
  ] as const)('is the expression of the index: %s %s', async (type, operator, values) => {
    const index = indexOf({ key: 'k', type, unique: false, indexed: true }, 'things');
    if (index === undefined) throw new Error('No index');
    const plan = await core.within(tenant, () =>
      core.database.transaction(async () => {
        await core.database.execute({
          text: `CREATE INDEX "${index.name}" ON things ${index.definition}`,
        });
        await core.database.execute({ text: 'SET LOCAL enable_seqscan = off' });
        const bound: unknown[] = [];
        const where = compileFilter(columnOf(type), operator, values, (value) => `$${bound.push(value)}`);
        const rows = await core.database.query<{ 'QUERY PLAN': string }>({
          text: `EXPLAIN SELECT id FROM things AS t WHERE t."deleted_at" IS NULL AND ${where}`,
          values: bound,
        });
        await core.database.execute({ text: `DROP INDEX "${index.name}"` });
        return rows.map((row) => row['QUERY PLAN']).join('\n');
      }),
    );
    expect(plan).toContain(index.name);
    expect(plan).toContain('Index Cond');
  });
});
