import type { DeliveryOutcome } from './delivery-outcome.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Milliseconds before each of the ten attempts, counted from the end of the one before: about 75 hours in all. */
export const DEFAULT_RETRY_SCHEDULE: readonly number[] = [
  0,
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];

const DEFAULT_JITTER = 0.2;
const OVERLOAD_FLOOR = 60 * SECOND;
const LONGEST_RETRY_AFTER = 24 * HOUR;

export interface RetryScheduleOptions {
  /** Milliseconds before each attempt; the first entry is for the first attempt. */
  readonly schedule?: readonly number[];
  /** Share by which a delay may differ either way: 0.2 is ±20 %. */
  readonly jitter?: number;
  /** Gives a number from 0 up to, not including, 1. */
  readonly random?: () => number;
  /** Scales the schedule, the floor and the ceiling, never what an endpoint asked for; 1 outside of tests. */
  readonly multiplier?: number;
}

export type RetryOutcome = Omit<Extract<DeliveryOutcome, { kind: 'retry' }>, 'kind'>;

/**
 * Milliseconds to wait before an attempt, or null when the schedule holds no such attempt.
 *
 * A `Retry-After` lengthens the wait up to 24 h and never shortens it; after an overload it is at least 60 s.
 *
 * @param attemptNumber the attempt to be made, from 1
 * @param previous what the attempt before came to; left out for the first
 */
export function nextAttemptDelay(
  attemptNumber: number,
  options: RetryScheduleOptions = {},
  previous?: RetryOutcome,
): number | null {
  const {
    schedule = DEFAULT_RETRY_SCHEDULE,
    jitter = DEFAULT_JITTER,
    random = Math.random,
    multiplier = 1,
  } = options;
  const base = schedule[attemptNumber - 1];
  if (base === undefined) return null;
  const scheduled = base * multiplier * (1 + jitter * (2 * random() - 1));
  const floor = previous?.overloaded ? OVERLOAD_FLOOR * multiplier : 0;
  const askedFor = Math.min(previous?.retryAfterMs ?? 0, LONGEST_RETRY_AFTER * multiplier);
  return Math.round(Math.max(scheduled, floor, askedFor));
}
