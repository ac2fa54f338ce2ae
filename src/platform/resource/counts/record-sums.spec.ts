import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TenantCore } from '../../../../test/support/tenant-core.js';
import { RECORD_TYPES } from '../../database/record-types.js';
import type { TenantReference } from '../../context/tenant-reference.js';
import { RecordCountCompaction } from './record-count-compaction.js';
import { keptSums } from './record-totals.js';

const GROUPS = [1, 2, 3].map((place) => `00000000-0000-7000-8000-00000000000${place}`);
const TABLE = `CREATE TABLE summed (id integer PRIMARY KEY, held_by uuid NOT NULL, unit text NOT NULL,
  worth numeric(15, 2), note text, deleted_at timestamptz)`;
const COLUMNS = `('{${GROUPS.join(',')}}'::uuid[])[1 + (id + $3) % 3], CASE WHEN (id + $3) % 4 < 3 THEN 'USD' ELSE 'EUR' END,
  CASE WHEN (id * $3) % 5 > 0 THEN id * $3 / 100.0 END`;
const CHANGES = {
  insert: `INSERT INTO summed (id, held_by, unit, worth, deleted_at)
    SELECT id, ${COLUMNS}, CASE WHEN id % 4 = 0 THEN now() END FROM generate_series($1::integer, $1::integer + $2::integer - 1) AS id
    ON CONFLICT (id) DO UPDATE SET deleted_at = NULL, worth = summed.worth + 1`,
  change: `UPDATE summed SET (held_by, unit, worth) = (SELECT ${COLUMNS}) WHERE id >= $1 AND id < $1 + $2`,
  annotate: 'UPDATE summed SET note = $3::text WHERE id >= $1 AND id < $1 + $2',
  remove:
    'UPDATE summed SET deleted_at = now() WHERE id >= $1 AND id < $1 + $2 AND deleted_at IS NULL AND $3 > 0',
  restore: 'UPDATE summed SET deleted_at = NULL WHERE id >= $1 AND id < $1 + $2 AND $3 > 0',
  erase: 'DELETE FROM summed WHERE id >= $1 AND id < $1 + $2 AND $3 > 0',
};
type Change = keyof typeof CHANGES;

interface Step {
  readonly change: Change;
  readonly values: readonly [first: number, count: number, seed: number];
  readonly isUndone: boolean;
}

const step: fc.Arbitrary<Step> = fc.record({
  change: fc.constantFrom<Change>(
    'insert',
    'insert',
    'change',
    'change',
    'annotate',
    'remove',
    'restore',
    'erase',
  ),
  values: fc.tuple(
    fc.integer({ min: 0, max: 30 }),
    fc.integer({ min: 1, max: 8 }),
    fc.integer({ min: 1, max: 99 }),
  ),
  isUndone: fc.boolean(),
});

describe('sums that a table keeps of its groups', () => {
  let core: TenantCore;
  let tenant: TenantReference;

  beforeAll(async () => {
    core = await TenantCore.start();
    tenant = await core.newTenant();
    await within(async () => {
      await run(TABLE);
      await run("SELECT keep_record_sums('summed', 'held_by', 'unit', 'worth')");
    });
  });

  afterAll(() => core.close());

  const within = <Result>(work: () => Promise<Result>) => core.within(tenant, work);
  const run = (text: string, values: readonly unknown[] = []) =>
    core.database.execute({ text, values: [...values] });
  const compact = () => core.app.get(RecordCountCompaction).runDue();

  /** What is kept beside what is there, as one statement sees both. */
  async function sums(): Promise<{ kept: unknown; counted: unknown }> {
    const { text, values } = keptSums('summed', GROUPS);
    const rows = (source: string) => `(SELECT coalesce(jsonb_agg(found), '[]') FROM (${source}) AS found)`;
    const counted = `SELECT held_by AS "groupKey", unit AS per, count(*)::integer AS count, sum(worth) AS sum
      FROM summed WHERE deleted_at IS NULL GROUP BY held_by, unit ORDER BY held_by, unit`;
    const [row] = await core.database.query<{ kept: unknown; counted: unknown }>({
      text: `SELECT ${rows(text)} AS kept, ${rows(counted)} AS counted`,
      values: [...(values ?? [])],
      types: RECORD_TYPES,
    });
    return row ?? { kept: undefined, counted: [] };
  }

  async function expectKept(): Promise<void> {
    const { kept, counted } = await sums();
    expect(kept).toEqual(counted);
  }

  async function write(steps: readonly Step[]): Promise<void> {
    for (const { change, values, isUndone } of steps) {
      const work = async (): Promise<void> => {
        await run(CHANGES[change], values);
        if (isUndone) throw new Error('rolled back');
      };
      await core.database.transaction(work).catch((error: unknown) => {
        if (!/rolled back|try again/.test(String(error))) throw error;
      });
    }
  }

  it(
    'are those of sum() after any writes of several connections, compacted meanwhile or not',
    () =>
      within(async () => {
        const writers = fc.array(fc.array(step, { maxLength: 12 }), { minLength: 1, maxLength: 4 });
        await fc.assert(
          fc.asyncProperty(writers, async (steps) => {
            let writing = true;
            const observe = async (): Promise<void> => {
              while (writing) {
                await compact();
                await expectKept();
              }
            };
            const observed = observe();
            await Promise.all(steps.map(write)).finally(() => (writing = false));
            await observed;
            await expectKept();
          }),
          { numRuns: 40 },
        );
      }),
    60_000,
  );

  it('are one row a group once many writes have left theirs, and none for a write that changes none', () =>
    within(async () => {
      const left = async () => {
        const text = "SELECT count(*)::integer AS count FROM record_sum_deltas WHERE table_name = 'summed'";
        const [row] = await core.database.query<{ count: number }>({ text });
        return row?.count ?? 0;
      };
      for (let id = 1_000; id < 1_160; id += 1) await run(CHANGES.insert, [id, 1, 7]);
      const before = await sums();
      expect(await left()).toBeGreaterThan(100);
      await Promise.all([compact(), compact(), compact()]);
      expect(await left()).toBeLessThanOrEqual(6);
      expect(await sums()).toEqual(before);
      const compacted = await left();
      await run(CHANGES.annotate, [1_000, 160, 1]);
      expect(await left()).toBe(compacted);
    }));

  it('survive a truncation', () =>
    within(async () => {
      await run('TRUNCATE summed');
      expect(await sums()).toEqual({ kept: [], counted: [] });
      await run(CHANGES.insert, [1, 3, 1]);
      await expectKept();
    }));
});
