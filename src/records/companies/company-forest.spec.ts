import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CompanyForest } from './company-forest.js';

const SIZE = 12;
const company = fc.integer({ min: 0, max: SIZE - 1 }).map(String);
const moves = fc.array(fc.tuple(company, fc.option(company)), { maxLength: 80 });

/** Whether following the parents of any company comes back to it. */
function hasCycle(parents: ReadonlyMap<string, string | null>): boolean {
  return [...parents.keys()].some((start) => {
    let above = parents.get(start) ?? null;
    for (let step = 0; step <= parents.size && above !== null; step += 1) {
      if (above === start) return true;
      above = parents.get(above) ?? null;
    }
    return false;
  });
}

describe('a forest of companies', () => {
  it('takes a move exactly when no company comes to stand above itself by it', () => {
    fc.assert(
      fc.property(moves, (all) => {
        const parents = new Map<string, string | null>();
        const forest = new CompanyForest([]);
        for (const [id, parentId] of all) {
          const next = new Map(parents).set(id, parentId);
          const taken = forest.move(id, parentId);
          expect(taken).toBe(!hasCycle(next));
          if (taken) parents.set(id, parentId);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('takes no company below itself, and ends where what is stored has a cycle already', () => {
    expect(new CompanyForest([]).move('a', 'a')).toBe(false);
    const broken = new CompanyForest([
      { id: 'b', parentId: 'c' },
      { id: 'c', parentId: 'b' },
    ]);
    expect(broken.move('a', 'b')).toBe(false);
    expect(broken.move('a', null)).toBe(true);
  });
});
