import { beforeEach, describe, expect, it } from '@jest/globals';
import { TestClock } from '../../../test/support/test-clock.js';
import { runInContext } from '../context/request-context.js';
import { RecentReads } from './recent-reads.js';

describe('RecentReads', () => {
  let clock: TestClock;
  let reads: RecentReads<number>;
  let count: number;
  const read = () => Promise.resolve((count += 1));

  beforeEach(() => {
    clock = new TestClock();
    reads = new RecentReads(clock, 3);
    count = 0;
  });

  it('reads once a second, however many ask', async () => {
    expect(await Promise.all([reads.get('a', read), reads.get('a', read)])).toEqual([1, 1]);
    clock.advance(999);
    expect(await reads.get('a', read)).toBe(1);
    clock.advance(1);
    expect(await reads.get('a', read)).toBe(2);
  });

  it('trusts nothing longer because the clock was set back', async () => {
    await reads.get('a', read);
    clock.advance(-60_000);
    expect(await reads.get('a', read)).toBe(2);
  });

  it('reads anew after a change, also when the read from before it is still under way', async () => {
    let answer: (value: number) => void = () => undefined;
    const slow = reads.get('a', () => new Promise<number>((resolve) => (answer = resolve)));
    reads.forget('a');
    expect(await reads.get('a', read)).toBe(1);
    answer(99);
    expect(await slow).toBe(99);
    expect(await reads.get('a', read)).toBe(1);
  });

  it('keeps nobody in a transaction waiting for a read that another has begun, and nothing that is read there', async () => {
    const transaction = { tenantId: 'spec' };
    const within = (work: () => Promise<number>) => runInContext({ traceId: 'spec', transaction }, work);
    const never = reads.get('a', () => new Promise<number>(() => undefined));
    expect(await within(() => reads.get('a', read))).toBe(1);
    expect(await within(() => reads.get('b', read))).toBe(2);
    expect(await reads.get('b', read)).toBe(3);
    expect(await within(() => reads.get('b', read))).toBe(3);
    expect(await Promise.race([never, Promise.resolve('still waiting')])).toBe('still waiting');
  });

  it('keeps no failure', async () => {
    await expect(reads.get('a', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect(await reads.get('a', read)).toBe(1);
  });

  it('is bounded: what was read first makes room', async () => {
    for (const key of ['a', 'b', 'c', 'd']) await reads.get(key, read);
    expect(await reads.get('d', read)).toBe(4);
    expect(await reads.get('b', read)).toBe(2);
    expect(await reads.get('a', read)).toBe(5);
  });
});
