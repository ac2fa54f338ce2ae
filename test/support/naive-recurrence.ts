/** A rule in parts; days as UTC midnights in milliseconds. */
export interface NaiveRule {
  readonly frequency: 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY';
  readonly interval: number;
  readonly count?: number | undefined;
  readonly until?: number | undefined;
  readonly byMonth: readonly number[];
  readonly byMonthDay: readonly number[];
  /** With an ordinal, or 0 for every such day; weekdays from 0 (Monday). */
  readonly byDay: readonly { readonly ordinal: number; readonly weekday: number }[];
  readonly bySetPosition: readonly number[];
  readonly weekStart: number;
}

export interface NaiveStart {
  /** The first day, as a UTC midnight. */
  readonly day: number;
  /** Minutes after the midnight that clocks show; undefined for whole days. */
  readonly minutes: number | undefined;
  readonly timeZone: string;
}

const DAY = 86_400_000;
const HOUR = 3_600_000;
const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

const yearOf = (day: number) => new Date(day).getUTCFullYear();
const monthOf = (day: number) => new Date(day).getUTCMonth() + 1;
const dateOf = (day: number) => new Date(day).getUTCDate();
const weekdayOf = (day: number) => (new Date(day).getUTCDay() + 6) % 7;
const lastDateOf = (day: number) => new Date(Date.UTC(yearOf(day), monthOf(day), 0)).getUTCDate();

/** As RFC 5545 writes it. */
export function textOfRule(rule: NaiveRule): string {
  const days = rule.byDay.map(
    ({ ordinal, weekday }) => `${ordinal === 0 ? '' : ordinal}${WEEKDAYS[weekday]}`,
  );
  const lists = [
    ['BYMONTH', rule.byMonth],
    ['BYMONTHDAY', rule.byMonthDay],
    ['BYDAY', days],
    ['BYSETPOS', rule.bySetPosition],
  ] as const;
  const until =
    rule.until === undefined ? '' : new Date(rule.until).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  return [
    `FREQ=${rule.frequency}`,
    `INTERVAL=${rule.interval}`,
    ...(rule.count === undefined ? [] : [`COUNT=${rule.count}`]),
    ...(rule.until === undefined ? [] : [`UNTIL=${until}`]),
    ...lists.flatMap(([name, values]) => (values.length === 0 ? [] : [`${name}=${values.join(',')}`])),
    `WKST=${WEEKDAYS[rule.weekStart]}`,
  ].join(';');
}

/**
 * The starts up to a moment, found by asking of every single day whether it is one: slow, and nothing that a fast way
 * would do.
 */
export function naiveStarts(rule: NaiveRule, start: NaiveStart, to: number): number[] {
  const found: number[] = [];
  for (let day = start.day; day <= to + DAY; day += DAY) {
    if (!isDayOf(rule, start, day)) continue;
    const moment = momentOf(day, start);
    if (moment === undefined) continue;
    if (rule.until !== undefined && (start.minutes === undefined ? day : moment) > rule.until) break;
    if (rule.count !== undefined && found.length >= rule.count) break;
    found.push(moment);
  }
  return found.filter((moment) => moment <= to);
}

/** The first day from `from` on that the rule holds for; undefined when none is within ten years. */
export function naiveFirstDay(rule: NaiveRule, start: NaiveStart): number | undefined {
  for (let day = start.day; day < start.day + 3_650 * DAY; day += DAY) {
    const from = { ...start, day };
    if (isDayOf(rule, from, day) && momentOf(day, from) !== undefined) return day;
  }
  return undefined;
}

/** Undefined for a time that clocks do not show on the day; of two the first. */
export function momentOf(day: number, { minutes, timeZone }: NaiveStart): number | undefined {
  const wall = day + (minutes ?? 0) * 60_000;
  const offsets = [offsetAt(wall - 36 * HOUR, timeZone), offsetAt(wall + 36 * HOUR, timeZone)];
  const fitting = offsets
    .map((offset) => wall - offset)
    .filter((each) => each + offsetAt(each, timeZone) === wall);
  if (fitting.length > 0) return Math.min(...fitting);
  // A day without a midnight begins when its clocks begin.
  return minutes === undefined ? wall - Math.min(...offsets) : undefined;
}

function isDayOf(rule: NaiveRule, start: NaiveStart, day: number): boolean {
  if (!isPeriodOf(rule, start, day) || !fits(rule, start, day)) return false;
  if (rule.bySetPosition.length === 0) return true;
  const all = daysOfPeriod(rule, day).filter((each) => fits(rule, start, each));
  const place = all.indexOf(day);
  return rule.bySetPosition.some((position) =>
    position > 0 ? place === position - 1 : place === all.length + position,
  );
}

function periodOf({ frequency, weekStart }: NaiveRule, day: number): number {
  switch (frequency) {
    case 'DAILY':
      return day / DAY;
    case 'WEEKLY':
      return Math.floor((day / DAY + 3 - weekStart) / 7);
    case 'MONTHLY':
      return yearOf(day) * 12 + monthOf(day);
    case 'YEARLY':
      return yearOf(day);
  }
}

function isPeriodOf(rule: NaiveRule, start: NaiveStart, day: number): boolean {
  return (periodOf(rule, day) - periodOf(rule, start.day)) % rule.interval === 0;
}

function daysOfPeriod(rule: NaiveRule, day: number): number[] {
  const days: number[] = [];
  for (let each = day - 366 * DAY; each <= day + 366 * DAY; each += DAY)
    if (periodOf(rule, each) === periodOf(rule, day)) days.push(each);
  return days;
}

function fits(rule: NaiveRule, start: NaiveStart, day: number): boolean {
  const { frequency, byMonth, byMonthDay, byDay } = rule;
  const hasDays = byMonthDay.length > 0 || byDay.length > 0;
  if (byMonth.length > 0 && !byMonth.includes(monthOf(day))) return false;
  if (
    byMonthDay.length > 0 &&
    !byMonthDay.some((date) => date === dateOf(day) || date === dateOf(day) - lastDateOf(day) - 1)
  )
    return false;
  if (
    byDay.length > 0 &&
    !byDay.some(({ ordinal, weekday }) => weekdayOf(day) === weekday && isNth(rule, day, ordinal))
  )
    return false;
  if (hasDays) return true;
  if (frequency === 'WEEKLY') return weekdayOf(day) === weekdayOf(start.day);
  if (frequency === 'MONTHLY') return dateOf(day) === dateOf(start.day);
  if (frequency !== 'YEARLY') return true;
  return dateOf(day) === dateOf(start.day) && (byMonth.length > 0 || monthOf(day) === monthOf(start.day));
}

/** In its month; in its year where no month is named. */
function isNth({ frequency, byMonth }: NaiveRule, day: number, ordinal: number): boolean {
  if (ordinal === 0) return true;
  const isOfYear = frequency === 'YEARLY' && byMonth.length === 0;
  const first = isOfYear ? Date.UTC(yearOf(day), 0, 1) : Date.UTC(yearOf(day), monthOf(day) - 1, 1);
  const last = isOfYear ? Date.UTC(yearOf(day), 11, 31) : Date.UTC(yearOf(day), monthOf(day), 0);
  const nth = Math.floor((day - first) / DAY / 7) + 1;
  const nthFromEnd = Math.floor((last - day) / DAY / 7) + 1;
  return ordinal > 0 ? nth === ordinal : nthFromEnd === -ordinal;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function offsetAt(moment: number, timeZone: string): number {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      ...{
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
        second: 'numeric',
      },
    });
  formats.set(timeZone, format);
  const parts = Object.fromEntries(
    format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(moment / 1000) * 1000;
}
