import { describe, expect, it } from '@jest/globals';
import { type AttemptTally, type EndpointHealth, nextHealth, UNKNOWN_HEALTH } from './endpoint-health.js';

const RULES = { slots: 10, openMilliseconds: 30_000, disableAfterMilliseconds: 432_000_000 };
const START = Date.UTC(2026, 10, 28);
const at = (milliseconds: number) => new Date(START + milliseconds);
const HOUR = 3_600_000;

function after(
  steps: readonly (readonly [milliseconds: number, tally: Partial<AttemptTally>])[],
  from: EndpointHealth = UNKNOWN_HEALTH,
) {
  let health = from;
  const verdicts: string[] = [];
  for (const [milliseconds, tally] of steps) {
    const next = nextHealth(health, { successes: 0, failures: 0, ...tally }, at(milliseconds), RULES);
    health = next.health;
    verdicts.push(next.verdict);
  }
  return { health, verdicts };
}

describe('the breaker of an endpoint', () => {
  it.each([
    [{ failures: 9 }, false],
    [{ failures: 10 }, true],
    [{ failures: 7, successes: 3 }, true],
    [{ failures: 6, successes: 4 }, false],
    [{ failures: 70, successes: 31 }, false],
  ])('after %j is open: %s', (tally, isOpen) => {
    expect(after([[0, tally]]).health.openUntil !== null).toBe(isOpen);
  });

  it('looks at five minutes at most, and at half of them at least', () => {
    const old = { failures: 9 };
    expect(
      after([
        [0, old],
        [149_000, { failures: 1 }],
      ]).health.openUntil,
    ).not.toBeNull();
    expect(
      after([
        [0, old],
        [299_000, { failures: 1 }],
      ]).health.openUntil,
    ).not.toBeNull();
    expect(
      after([
        [0, old],
        [300_000, { failures: 1 }],
      ]).health.openUntil,
    ).toBeNull();
  });

  it('is closed like by its probe when a test comes through, and not by what else does', () => {
    const { health } = after([[0, { failures: 10 }]]);
    const others = after([[1_000, { successes: 1 }]], health).health;
    expect(others).toMatchObject({ openUntil: at(30_000), slots: 1, openedTimes: 1 });
    const failed = after([[1_000, { failures: 1 }]], health).health;
    expect(failed).toMatchObject({ openUntil: at(30_000), slots: 1, openedTimes: 1 });
    const tested = after([[1_000, { successes: 1, failures: 3, isTestedWell: true }]], health).health;
    expect(tested).toMatchObject({ openUntil: null, slots: 2 });
    expect(after([[2_000, { failures: 1 }]], tested).health.openUntil).toEqual(at(62_000));
  });

  it('stays open twice as long each time its probe fails, up to twenty times', () => {
    let { health } = after([[0, { failures: 10 }]]);
    const waits = [health.openUntil?.getTime()];
    for (let probe = 0; probe < 6; probe += 1) {
      const now = health.openUntil ?? at(0);
      health = nextHealth(health, { successes: 0, failures: 1 }, now, RULES).health;
      waits.push((health.openUntil?.getTime() ?? 0) - now.getTime());
    }
    expect(waits).toEqual([START + 30_000, 60_000, 120_000, 240_000, 480_000, 600_000, 600_000]);
    expect(health.slots).toBe(1);
  });

  it('learns nothing from what was in flight when it opened', () => {
    const { health } = after([
      [0, { failures: 10 }],
      [5_000, { failures: 9 }],
      [6_000, { successes: 1 }],
    ]);
    expect(health).toMatchObject({ openedTimes: 1, slots: 1, openUntil: at(30_000) });
  });

  it('gives an endpoint that recovers one slot, then twice as many after each success', () => {
    let { health } = after([[0, { failures: 10 }]]);
    const slots: (number | null)[] = [health.slots];
    for (let success = 1; success <= 4; success += 1) {
      health = nextHealth(health, { successes: 1, failures: 0 }, at(30_000 + success), RULES).health;
      slots.push(health.slots);
    }
    expect(slots).toEqual([1, 2, 4, 8, null]);
    expect(health).toMatchObject({ openUntil: null, openedTimes: 0 });
  });
});

describe('an endpoint that fails for long', () => {
  const everyThreeHours = (hours: number) =>
    Array.from({ length: hours / 3 + 1 }, (_, index) => [index * 3 * HOUR, { failures: 1 }] as const);

  it('is warned of once at half of five days, and disabled after them', () => {
    const { verdicts } = after(everyThreeHours(120));
    expect(verdicts.indexOf('warn')).toBe(20);
    expect(verdicts.filter((verdict) => verdict === 'warn')).toHaveLength(1);
    expect(verdicts.at(-2)).toBe('none');
    expect(verdicts.at(-1)).toBe('disable');
  });

  it('is left alone while few attempts were made', () => {
    const { verdicts } = after([
      [0, { failures: 1 }],
      [60 * HOUR, { failures: 8 }],
      [120 * HOUR, { failures: 10 }],
    ]);
    expect(verdicts).toEqual(['none', 'none', 'warn']);
  });

  it('begins anew with a success', () => {
    const { health, verdicts } = after([
      ...everyThreeHours(117),
      [118 * HOUR, { successes: 1, failures: 3 }],
      [121 * HOUR, { failures: 30 }],
    ]);
    expect(verdicts).not.toContain('disable');
    expect(health).toMatchObject({ failingSince: at(121 * HOUR), failedAttempts: 30, warnedAt: null });
  });
});
