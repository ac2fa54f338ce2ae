import { DateTime } from 'luxon';
import type { ErrorDetail } from '../../../kernel/errors.js';
import type { CalendarEvent } from './calendar-event.entity.js';
import { LONGEST_EVENT } from './calendar-limits.js';

const MINUTE = 60_000;
const DAY = 86_400_000;
const DEFAULT_LENGTH = 30 * MINUTE;

type Times = Pick<CalendarEvent, 'startsAt' | 'allDay' | 'timeZone'> & { readonly endsAt: string | null };

/** When an event takes place, as it is to be stored: whole days for one that takes whole days. */
export function settledTimes(
  wanted: Times,
  before: CalendarEvent | undefined,
): Pick<CalendarEvent, 'startsAt' | 'endsAt'> {
  const { startsAt, endsAt, allDay, timeZone } = wanted;
  const isMoved = before !== undefined && endsAt === before.endsAt && startsAt !== before.startsAt;
  const kept = isMoved ? Date.parse(before.endsAt) - Date.parse(before.startsAt) : undefined;
  if (!allDay) {
    const end = kept === undefined ? endsAt : later(startsAt, kept);
    return { startsAt, endsAt: end ?? later(startsAt, DEFAULT_LENGTH) };
  }
  const first = dayOf(startsAt, timeZone);
  if (kept !== undefined && before?.allDay === true) {
    const days = Math.round(kept / DAY);
    return { startsAt: isoOf(first), endsAt: isoOf(first.plus({ days })) };
  }
  const end = kept === undefined ? endsAt : later(startsAt, kept);
  return { startsAt: isoOf(first), endsAt: isoOf(endOfDays(first, end, timeZone)) };
}

/** The midnight after the last day that is touched. */
function endOfDays(first: DateTime, endsAt: string | null, timeZone: string): DateTime {
  if (endsAt === null) return first.plus({ days: 1 });
  const last = dayOf(endsAt, timeZone);
  const isMidnight = last.toMillis() === Date.parse(endsAt) && last > first;
  return isMidnight ? last : last.plus({ days: 1 });
}

/** What is wrong with the times of an event; undefined for nothing. */
export function faultOfTimes({
  startsAt,
  endsAt,
}: Pick<CalendarEvent, 'startsAt' | 'endsAt'>): ErrorDetail | undefined {
  const length = Date.parse(endsAt) - Date.parse(startsAt);
  if (length < 0) return { field: 'endsAt', message: 'must not be before startsAt' };
  if (length <= LONGEST_EVENT * DAY) return undefined;
  return { field: 'endsAt', message: `must be at most ${LONGEST_EVENT} days after startsAt` };
}

function later(moment: string, milliseconds: number): string {
  return new Date(Date.parse(moment) + milliseconds).toISOString();
}

function dayOf(moment: string, zone: string): DateTime {
  return DateTime.fromISO(moment, { zone }).startOf('day');
}

function isoOf(time: DateTime): string {
  return time.toJSDate().toISOString();
}
