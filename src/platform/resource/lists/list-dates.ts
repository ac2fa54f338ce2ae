import { DateTime, type DurationLike } from 'luxon';
import { isCalendarDay, toUtcMoment } from '../../http/fields/moment.js';
import type { Moment } from '../record.entity.js';

/** From its first moment up to, not including, `to`; without `to` one moment. */
export interface TimeSpan {
  readonly from: Moment;
  readonly to: Moment | undefined;
}

/** How callers write relative dates, for OpenAPI and error texts. */
export const RELATIVE_DATES =
  'now, today, yesterday, tomorrow, startOfWeek, startOfMonth, startOfQuarter or startOfYear, with ±N and m, h, d, w, mo or y';

/** A plus comes out of a query as a space unless it is encoded. */
const RELATIVE =
  /^(now|today|yesterday|tomorrow|startOfWeek|startOfMonth|startOfQuarter|startOfYear)(?:([+ -])(\d{1,6})(mo|[mhdwy]))?$/;
const MAY_BE_LOCAL = /(?:^|,)(?:\d{4}-\d\d-\d\d(?:,|$)|now|today|yesterday|tomorrow|startOf)/;

const UNITS = { m: 'minutes', h: 'hours', d: 'days', w: 'weeks', mo: 'months', y: 'years' } as const;
const DAYS_FROM_TODAY = { today: 0, yesterday: -1, tomorrow: 1 } as const;
const STARTS = {
  startOfWeek: 'week',
  startOfMonth: 'month',
  startOfQuarter: 'quarter',
  startOfYear: 'year',
} as const;

const EARLIEST = Date.parse('0001-01-01T00:00:00.000Z');
const LATEST = Date.parse('9999-12-31T23:59:59.999Z');

interface LocalTime {
  readonly time: DateTime;
  readonly isDay: boolean;
}

/** Whether what a text means, if it is a date at all, depends on the time zone or on the time. */
export function mayBeLocal(text: string): boolean {
  return MAY_BE_LOCAL.test(text);
}

/** Reads dates as people of one time zone write them. Weeks begin on Monday. */
export class ListDates {
  /** @param now absent where relative dates are not taken */
  constructor(
    private readonly timeZone: string,
    private readonly now?: Date,
  ) {}

  /** A day is all of it in the time zone; times are moments. Undefined for what is no date. */
  span(text: string): TimeSpan | undefined {
    const local = this.local(text);
    if (local !== undefined) return spanOf(local);
    const moment = toUtcMoment(text);
    return moment === undefined ? undefined : { from: moment, to: undefined };
  }

  /** A day of the calendar, `2026-01-31`. Undefined for what is none, a time of a day included. */
  day(text: string): string | undefined {
    const local = this.local(text);
    if (local === undefined || !isInRange(local.time)) return undefined;
    const start = local.time.startOf('day');
    return local.isDay || +start === +local.time ? (start.toISODate() ?? undefined) : undefined;
  }

  private local(text: string): LocalTime | undefined {
    if (isCalendarDay(text)) return { time: DateTime.fromISO(text, { zone: this.timeZone }), isDay: true };
    const [, word, sign, amount, unit] = RELATIVE.exec(text) ?? [];
    if (word === undefined || this.now === undefined) return undefined;
    const start = this.start(word, DateTime.fromJSDate(this.now, { zone: this.timeZone }));
    if (amount === undefined) return start;
    const { time, isDay } = start;
    const step: DurationLike = { [UNITS[unit as keyof typeof UNITS]]: Number(amount) };
    const moved = sign === '-' ? time.minus(step) : time.plus(step);
    return { time: moved, isDay: isDay && unit !== 'm' && unit !== 'h' };
  }

  private start(word: string, now: DateTime): LocalTime {
    if (word === 'now') return { time: now, isDay: false };
    if (Object.hasOwn(STARTS, word)) {
      return { time: now.startOf(STARTS[word as keyof typeof STARTS]), isDay: false };
    }
    const days = DAYS_FROM_TODAY[word as keyof typeof DAYS_FROM_TODAY];
    return { time: now.plus({ days }).startOf('day'), isDay: true };
  }
}

/** Days are counted on the calendar: one has 23, 24 or 25 hours, and need not begin at midnight. */
function spanOf({ time, isDay }: LocalTime): TimeSpan | undefined {
  if (!isInRange(time)) return undefined;
  if (!isDay) return { from: utc(time), to: undefined };
  const from = time.startOf('day');
  return { from: utc(from), to: utc(from.plus({ days: 1 }).startOf('day')) };
}

function isInRange(time: DateTime): boolean {
  return time.isValid && time.year >= 1 && time.year <= 9999;
}

/** The ends of the first and the last day may lie beyond what has four digits. */
function utc(time: DateTime): Moment {
  const milliseconds = Math.min(Math.max(time.toMillis(), EARLIEST), LATEST);
  return new Date(milliseconds).toISOString();
}
