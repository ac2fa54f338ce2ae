import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DEFAULT_RETRY_SCHEDULE, nextAttemptDelay } from './retry-schedule.js';

const steady = { random: () => 0.5 };
const HOUR = 3_600_000;
const attempts = Array.from({ length: 11 }, (_, index) => index + 1);

describe('nextAttemptDelay', () => {
  it('follows the ten attempts of the schedule and then ends', () => {
    expect(attempts.map((attempt) => nextAttemptDelay(attempt, steady))).toEqual([
      0,
      5_000,
      300_000,
      1_800_000,
      2 * HOUR,
      5 * HOUR,
      10 * HOUR,
      14 * HOUR,
      20 * HOUR,
      24 * HOUR,
      null,
    ]);
    expect(nextAttemptDelay(0, steady)).toBeNull();
  });

  it('differs by at most a fifth either way, and does differ', () => {
    const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 }), random, (attempt, value) => {
        const base = DEFAULT_RETRY_SCHEDULE[attempt - 1] ?? Number.NaN;
        const delay = nextAttemptDelay(attempt, { random: () => value });
        expect(delay).toBeGreaterThanOrEqual(base * 0.8);
        expect(delay).toBeLessThanOrEqual(base * 1.2);
      }),
    );
    expect(nextAttemptDelay(2, { random: () => 0 })).toBe(4_000);
    expect(nextAttemptDelay(2, { random: () => 0.999_999 })).toBe(6_000);
    expect(nextAttemptDelay(2, { random: () => 0, jitter: 0 })).toBe(5_000);
  });

  it.each([
    ['a Retry-After below the schedule', 3, 10_000, false, 300_000],
    ['a Retry-After above the schedule', 3, 600_000, false, 600_000],
    ['a Retry-After of a week', 3, 7 * 24 * HOUR, false, 24 * HOUR],
    ['an overload early on', 2, null, true, 60_000],
    ['an overload with a short Retry-After', 2, 1_000, true, 60_000],
    ['an overload with a long Retry-After', 2, 90_000, true, 90_000],
    ['an overload later', 3, null, true, 300_000],
  ])('after %s', (_case, attempt, retryAfterMs, overloaded, delay) => {
    expect(nextAttemptDelay(attempt, steady, { retryAfterMs, overloaded })).toBe(delay);
  });

  it('takes the schedule of an endpoint', () => {
    const own = { ...steady, schedule: [0, 100] };
    expect([1, 2, 3].map((attempt) => nextAttemptDelay(attempt, own))).toEqual([0, 100, null]);
  });

  it('scales schedule, floor and ceiling, but not the wish of the endpoint', () => {
    const fast = { ...steady, multiplier: 0.001 };
    expect(nextAttemptDelay(2, fast)).toBe(5);
    expect(nextAttemptDelay(2, fast, { retryAfterMs: null, overloaded: true })).toBe(60);
    expect(nextAttemptDelay(2, fast, { retryAfterMs: 2_000, overloaded: false })).toBe(2_000);
    expect(nextAttemptDelay(2, fast, { retryAfterMs: 200_000, overloaded: false })).toBe(86_400);
  });
});
