import { type BusinessHours, minuteOf, WEEKDAYS } from './business-hours.js';
import { stretchAt } from './zone-offsets.js';

/** A day that is closed, `2026-12-25`; a yearly one is closed on this day of every year. */
export interface Holiday {
  readonly date: string;
  readonly yearly?: boolean | undefined;
}

export type WorkingHours = Pick<BusinessHours, 'timeZone' | 'days'> & {
  readonly holidays: readonly Holiday[];
};

/** Counts working time: moments in milliseconds since the epoch, durations in milliseconds. */
export interface WorkingTime {
  /** Working milliseconds from one moment up to another that is not earlier. */
  between(from: number, until: number): number;
  /** The first moment at which so much working time has passed; undefined when that takes more than 20 years. */
  add(from: number, duration: number): number | undefined;
}

interface Interval {
  readonly from: number;
  readonly until: number;
}

const MINUTE = 60_000;
const DAY = 86_400_000;
const HORIZON = 20 * 366 * DAY;
/** The first day of the epoch was a Thursday. */
const FIRST_WEEKDAY = WEEKDAYS.indexOf('thursday');

/** Every moment is working time. */
export const AROUND_THE_CLOCK: WorkingTime = {
  between: (from, until) => Math.max(0, until - from),
  add: (from, duration) => from + duration,
};

/**
 * A moment is working time when the clocks of the zone show a time of an open interval, of a day that is no holiday. An
 * hour that the clocks skip is none, an hour that they show twice is two.
 */
export function workingTimeOf({ timeZone, days, holidays }: WorkingHours): WorkingTime {
  const week = WEEKDAYS.map((day) => intervalsOf(days[day] ?? []));
  const once = new Set(holidays.flatMap(({ date, yearly: every }) => (every === true ? [] : [dayOf(date)])));
  const yearly = new Set(
    holidays.flatMap(({ date, yearly: every }) => (every === true ? [dayOfYear(dayOf(date))] : [])),
  );

  /** @param day number of days since the epoch */
  function open(day: number): readonly Interval[] {
    const intervals = week[(((day + FIRST_WEEKDAY) % 7) + 7) % 7] ?? [];
    if (intervals.length === 0 || once.has(day)) return [];
    return yearly.size > 0 && yearly.has(dayOfYear(day)) ? [] : intervals;
  }

  /** The working time in a span, piece by piece, in order. */
  function* pieces(from: number, until: number): Generator<Interval> {
    for (let start = from; start < until;) {
      const { until: change, offset } = stretchAt(start, timeZone);
      const end = Math.min(change, until);
      for (let day = Math.floor((start + offset) / DAY); day * DAY < end + offset; day += 1)
        for (const interval of open(day)) {
          const piece = {
            from: Math.max(start, day * DAY + interval.from - offset),
            until: Math.min(end, day * DAY + interval.until - offset),
          };
          if (piece.from < piece.until) yield piece;
        }
      start = end;
    }
  }

  return {
    between: (from, until) => {
      let sum = 0;
      for (const piece of pieces(from, until)) sum += piece.until - piece.from;
      return sum;
    },
    add: (from, duration) => {
      if (duration <= 0) return from;
      let left = duration;
      for (const piece of pieces(from, from + HORIZON)) {
        const length = piece.until - piece.from;
        if (left <= length) return piece.from + left;
        left -= length;
      }
      return undefined;
    },
  };
}

/** In milliseconds of a day, in order; those that touch are not joined. */
function intervalsOf(intervals: readonly { readonly from: string; readonly to: string }[]): Interval[] {
  return intervals
    .map(({ from, to }) => ({ from: minuteOf(from) * MINUTE, until: minuteOf(to) * MINUTE }))
    .sort((one, other) => one.from - other.from);
}

/** Days since the epoch. */
function dayOf(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / DAY;
}

/** Its month and day, as one number. */
function dayOfYear(day: number): number {
  const date = new Date(day * DAY);
  return date.getUTCMonth() * 100 + date.getUTCDate();
}
