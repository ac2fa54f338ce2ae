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
  const endsAt = wantedEnd(wanted, before);
  if (!wanted.allDay)
    return { startsAt: wanted.startsAt, endsAt: endsAt ?? later(wanted.startsAt, DEFAULT_LENGTH) };
  const first = dayOf(wanted.startsAt, wanted.timeZone);
  if (endsAt === null) return { startsAt: isoOf(first), endsAt: isoOf(first.plus({ days: 1 })) };
  const last = dayOf(endsAt, wanted.timeZone);
  const isMidnight = last.toMillis() === Date.parse(endsAt) && last > first;
  const end = isMidnight ? last : last.plus({ days: 1 });
  return { startsAt: isoOf(first), endsAt: isoOf(end) };
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

/** An event that is given a new start alone keeps its length. */
function wantedEnd({ startsAt, endsAt }: Times, before: CalendarEvent | undefined): string | null {
  if (before === undefined || endsAt !== before.endsAt || startsAt === before.startsAt) return endsAt;
  return later(startsAt, Date.parse(before.endsAt) - Date.parse(before.startsAt));
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
