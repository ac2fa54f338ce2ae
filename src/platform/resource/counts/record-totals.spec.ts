import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TenantCore } from '../../../../test/support/tenant-core.js';
import type { TenantReference } from '../../context/tenant-reference.js';
import { RecordCountCompaction } from './record-count-compaction.js';
import { liveCount, liveCountOf } from './record-totals.js';

const INSERT = `INSERT INTO counted (id, deleted_at) SELECT id, CASE WHEN id % 4 = 0 THEN now() END
  FROM generate_series($1::integer, $1::integer + $2::integer - 1) AS id
  ON CONFLICT (id) DO UPDATE SET deleted_at = NULL`;
const CHANGES = {
  insert: INSERT,
  remove: 'UPDATE counted SET deleted_at = now() WHERE id >= $1 AND id < $1 + $2 AND deleted_at IS NULL',
  restore: 'UPDATE counted SET deleted_at = NULL WHERE id >= $1 AND id < $1 + $2',
  erase: 'DELETE FROM counted WHERE id >= $1 AND id < $1 + $2',
};
type Change = keyof typeof CHANGES;

interface Step {
  readonly change: Change;
  readonly first: number;
  readonly count: number;
  /** Several steps are one transaction, up to one that ends it. */
  readonly end: 'none' | 'commit' | 'rollback';
}

const step: fc.Arbitrary<Step> = fc.record({
  change: fc.constantFrom<Change>('insert', 'insert', 'remove', 'restore', 'erase'),
  first: fc.integer({ min: 0, max: 30 }),
  count: fc.integer({ min: 1, max: 8 }),
  end: fc.constantFrom('none', 'commit', 'rollback'),
});

describe('the count of live records', () => {
  let core: TenantCore;
  let tenant: TenantReference;

  beforeAll(async () => {
    core = await TenantCore.start();
    tenant = await core.newTenant();
    await within(async () => {
      await core.database.execute({
        text: 'CREATE TABLE counted (id integer PRIMARY KEY, deleted_at timestamptz)',
      });
      await run(INSERT, [1_000, 10]);
      await adopt();
    });
  });

  afterAll(() => core.close());

  const within = <Result>(work: () => Promise<Result>) => core.within(tenant, work);
  const run = (text: string, values: unknown[] = []) => core.database.execute({ text, values });
  const adopt = () => run("SELECT adopt_record_table('counted')");
  const compact = () => core.app.get(RecordCountCompaction).runDue();

  async function counts(): Promise<{ told: number; counted: number }> {
    const [row] = await core.database.query<{ told: number; counted: number }>({
      text: `SELECT (${liveCount('counted')}) AS told, (SELECT count(*) FROM counted WHERE deleted_at IS NULL) AS counted`,
    });
    return row ?? { told: 0, counted: 0 };
  }

  async function deltas(): Promise<number> {
    const [row] = await core.database.query<{ count: number }>({
      text: "SELECT count(*) FROM record_count_deltas WHERE table_name = 'counted'",
    });
    return row?.count ?? 0;
  }

  /** One connection's steps, in transactions. Writers that block each other crosswise are rolled back by the server. */
  async function write(steps: readonly Step[]): Promise<void> {
    const rest = [...steps];
    while (rest.length > 0) {
      const work = async (): Promise<void> => {
        for (let next = rest.shift(); next !== undefined; next = rest.shift()) {
          await run(CHANGES[next.change], [next.first, next.count]);
          if (next.end === 'commit') return;
          if (next.end === 'rollback') throw new Error('rolled back');
        }
      };
      await core.database.transaction(work).catch((error: unknown) => {
        if (!/rolled back|try again/.test(String(error))) throw error;
      });
    }
  }

  it('begins with what a table has when it is adopted, however often', () =>
    within(async () => {
      expect(await counts()).toEqual({ told: 7, counted: 7 });
      await adopt();
      expect(await counts()).toEqual({ told: 7, counted: 7 });
    }));

  it(
    'is that of count(*) after any writes of several connections, compacted meanwhile or not',
    () =>
      within(async () => {
        const writers = fc.array(fc.array(step, { maxLength: 12 }), { minLength: 1, maxLength: 4 });
        await fc.assert(
          fc.asyncProperty(writers, async (steps) => {
            let writing = true;
            const observe = async (): Promise<void> => {
              while (writing) {
                await compact();
                const { told, counted } = await counts();
                expect(told).toBe(counted);
              }
            };
            const observed = Promise.all([observe(), observe()]);
            await Promise.all(steps.map(write)).finally(() => (writing = false));
            await observed;
            const { told, counted } = await counts();
            expect(told).toBe(counted);
          }),
          { numRuns: 40 },
        );
      }),
    60_000,
  );

  it('is kept in one row once many writes have left theirs', () =>
    within(async () => {
      // One in four is deleted at once, and counts for nothing.
      for (let index = 0; index < 160; index += 1) await run(INSERT, [2_000 + index, 1]);
      const before = await counts();
      expect(await deltas()).toBeGreaterThan(100);
      await Promise.all([compact(), compact(), compact()]);
      expect(await deltas()).toBe(1);
      expect(await counts()).toEqual(before);
      const both = await core.database.query<{ live: number }>(liveCountOf(['counted', 'roles']));
      const [roles] = await core.database.query<{ live: number }>(liveCountOf(['roles']));
      expect(both).toEqual([{ live: before.counted + (roles?.live ?? 0) }]);
    }));

  it('survives a truncation', () =>
    within(async () => {
      await run('TRUNCATE counted');
      expect(await counts()).toEqual({ told: 0, counted: 0 });
      await run(INSERT, [1, 3]);
      expect(await counts()).toEqual({ told: 3, counted: 3 });
    }));
});
