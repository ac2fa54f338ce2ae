import { Injectable } from '@nestjs/common';
import { isId } from '../../../kernel/identifiers.js';
import { currentActor } from '../../../platform/context/request-context.js';
import type { QueryParameter } from '../../../platform/http/route-options.js';
import type { CalendarEvent } from './calendar-event.entity.js';
import type { BusyDto } from './dto/busy.dto.js';
import type { BusyTimeDto } from './dto/busy-time.dto.js';
import { CalendarEventSearch } from './event-search.js';
import { occurrencesIn } from './occurrences.js';
import { badQuery, RANGE_PARAMETERS, readRange, type TimeRange } from './time-range.js';

const MOST_USERS = 50;
/** What stands in a calendar and leaves its owner free is no entry of theirs to plan around. */
const BUSY_TYPES = ['meeting', 'call', 'task', 'other'] as const;

interface Span {
  readonly start: number;
  readonly end: number;
}

export const BUSY_PARAMETERS: readonly QueryParameter[] = [
  ...RANGE_PARAMETERS,
  { name: 'userIds', description: `1 to ${MOST_USERS} users, by comma; default you` },
];

/** When users have no time: whose events they own or are asked to, without what those are. */
@Injectable()
export class BusyService {
  constructor(private readonly search: CalendarEventSearch) {}

  /** @throws {BadRequestError} 400 */
  async read(query: Readonly<Record<string, unknown>>): Promise<BusyDto> {
    const range = readRange(query);
    const users = readUsers(query['userIds']);
    const events = await this.search.find({ range, users, types: BUSY_TYPES });
    const taken = events
      .filter(({ status }) => status === 'scheduled')
      .map((event) => {
        return { event, spans: spansOf(event, range) };
      });
    const items = users.map((userId) => {
      const spans = taken.filter(({ event }) => concerns(event, userId)).flatMap((each) => each.spans);
      return { userId, busy: joined(spans) };
    });
    return { items };
  }
}

function concerns({ ownerId, attendees }: CalendarEvent, userId: string): boolean {
  return ownerId === userId || attendees.some((attendee) => attendee.userId === userId);
}

/** Cut off at the ends of the range, so that they tell nothing beyond it. */
function spansOf(event: CalendarEvent, { from, to }: TimeRange): Span[] {
  return occurrencesIn(event, from, to)
    .map(({ startsAt, endsAt }) => {
      return { start: Math.max(from, Date.parse(startsAt)), end: Math.min(to, Date.parse(endsAt)) };
    })
    .filter(({ start, end }) => start < end);
}

/** What overlaps or touches is one. */
function joined(spans: readonly Span[]): BusyTimeDto[] {
  const whole: Span[] = [];
  for (const span of spans.toSorted((one, other) => one.start - other.start)) {
    const last = whole.at(-1);
    if (last === undefined || span.start > last.end) whole.push(span);
    else whole.splice(-1, 1, { start: last.start, end: Math.max(last.end, span.end) });
  }
  return whole.map(({ start, end }) => {
    return { startsAt: new Date(start).toISOString(), endsAt: new Date(end).toISOString() };
  });
}

function readUsers(value: unknown): string[] {
  if (value === undefined) return [currentActor().id];
  const users = typeof value === 'string' ? [...new Set(value.toLowerCase().split(','))] : [];
  if (users.length > 0 && users.length <= MOST_USERS && users.every(isId)) return users;
  throw badQuery('userIds', `must be 1 to ${MOST_USERS} ids of users, by comma`);
}
