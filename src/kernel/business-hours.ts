import type { ErrorDetail } from './errors.js';
import { isTimeZone } from './time-zone.js';

export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** A stretch of one day, in local times `HH:MM`: from the first minute up to, not including, the last; `24:00` ends a day. */
export interface OpeningInterval {
  readonly from: string;
  readonly to: string;
}

/** When an organization works. A day without intervals is closed, and so is a holiday (`2026-12-25`). */
export interface BusinessHours {
  readonly timeZone: string;
  readonly days: { readonly [Day in Weekday]?: readonly OpeningInterval[] | undefined };
  readonly holidays: readonly string[];
}

const TIME = /^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/;

/** Whether a text is a time of the day from `00:00` to `24:00`, the end of the day. */
export function isTimeOfDay(text: string): boolean {
  return TIME.test(text);
}

/** Minutes since midnight of a time that `isTimeOfDay`. */
export function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

/** What the fields of one by one cannot show: an unknown zone, intervals that end before they begin or overlap. */
export function faultsOfBusinessHours(hours: BusinessHours): ErrorDetail[] {
  const zone = isTimeZone(hours.timeZone)
    ? []
    : [{ field: 'timeZone', message: 'must be an IANA time zone' }];
  return [...zone, ...WEEKDAYS.flatMap((day) => faultsOfDay(`days.${day}`, hours.days[day] ?? []))];
}

function faultsOfDay(field: string, intervals: readonly OpeningInterval[]): ErrorDetail[] {
  const inverted = intervals.flatMap(({ from, to }, index) =>
    minuteOf(from) < minuteOf(to)
      ? []
      : [{ field: `${field}.${index}.to`, message: 'must be later than from' }],
  );
  if (inverted.length > 0) return inverted;
  const inOrder = intervals
    .map(({ from, to }, index) => ({ from: minuteOf(from), to: minuteOf(to), index }))
    .sort((one, other) => one.from - other.from);
  return inOrder.flatMap(({ from, index }, place) => {
    const before = inOrder[place - 1];
    const overlaps = before !== undefined && from < before.to;
    return overlaps ? [{ field: `${field}.${index}`, message: 'must not overlap another interval' }] : [];
  });
}
