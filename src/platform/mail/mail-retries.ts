const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Milliseconds between an attempt and the next: ten attempts over about two days. */
const DELAYS: readonly number[] = [
  10 * SECOND,
  MINUTE,
  5 * MINUTE,
  15 * MINUTE,
  HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  24 * HOUR,
];

/** A mail whose worker dies each time is given up as well. */
export const MOST_MAIL_ATTEMPTS = DELAYS.length + 1;

/** @param attempts those made so far. @returns milliseconds until the next, or undefined when there is none. */
export function nextMailDelay(attempts: number, percent: number): number | undefined {
  const delay = DELAYS[attempts - 1];
  return delay === undefined ? undefined : Math.round((delay * percent) / 100);
}
