import { Injectable } from '@nestjs/common';
import { isId } from '../../../kernel/identifiers.js';
import { PermissionDeniedError } from '../../../kernel/errors.js';
import { currentScope } from '../../../platform/access/record-scope.js';
import { currentAccess, currentTenant } from '../../../platform/context/request-context.js';
import type { QueryParameter } from '../../../platform/http/route-options.js';
import { CursorCodec, type CursorPosition } from '../../../platform/resource/lists/cursor-codec.js';
import { CALENDAR_EVENT_TYPES, type CalendarEvent } from './calendar-event.entity.js';
import type { OccurrenceDto } from './dto/occurrence.dto.js';
import type { OccurrencePageDto } from './dto/occurrence-page.dto.js';
import { CalendarEventSearch } from './event-search.js';
import { occurrencesIn } from './occurrences.js';
import { badQuery, RANGE_PARAMETERS, readRange } from './time-range.js';

type Query = Readonly<Record<string, unknown>>;

const DEFAULT_LIMIT = 250;
const MOST = 1_000;
/** Without these nothing can be told. */
const NEEDED = ['startsAt', 'endsAt', 'recurrenceRule'] as const;
const SHOWN = [
  'title',
  'description',
  'location',
  'allDay',
  'timeZone',
  'recurrence',
  'type',
  'status',
  'ownerId',
  'taskId',
] as const;

export const OCCURRENCE_PARAMETERS: readonly QueryParameter[] = [
  ...RANGE_PARAMETERS,
  { name: 'ownerId', description: 'Of these users, by comma' },
  { name: 'type', description: `Of ${CALENDAR_EVENT_TYPES.join(', ')}, by comma` },
  {
    name: 'limit',
    description: `Default ${DEFAULT_LIMIT}`,
    schema: { type: 'integer', minimum: 1, maximum: MOST },
  },
  { name: 'cursor', description: 'The `nextCursor` of the page before' },
];

/** What takes place when, each occurrence of the events that the caller reaches. */
@Injectable()
export class OccurrencesService {
  constructor(
    private readonly search: CalendarEventSearch,
    private readonly cursors: CursorCodec,
  ) {}

  /** @throws {BadRequestError} 400 · {PermissionDeniedError} 403 when the times are hidden from the caller */
  async list(query: Query): Promise<OccurrencePageDto> {
    const hidden = currentAccess().hiddenFields('calendar-events');
    if (NEEDED.some((field) => hidden.has(field))) throw new PermissionDeniedError();
    const range = readRange(query);
    const limit = readLimit(query['limit']);
    const [owners, types] = [readList(query, 'ownerId', isId), readList(query, 'type', isType)];
    for (const [field, values] of [
      ['ownerId', owners],
      ['type', types],
    ] as const)
      if (values !== undefined && hidden.has(field)) throw badQuery(field, 'is not known');
    const question = JSON.stringify([currentTenant().id, range, owners, types]);
    const after = readCursor(query['cursor'], (cursor) => this.cursors.decode(cursor, question));
    const scope = currentScope('calendar-events:read');
    const events = await this.search.find({ range, scope, owners, types });
    const found = events
      .flatMap((event) => shownOf(event, range.from, range.to))
      .toSorted((one, other) => compare(keyOf(one), keyOf(other)))
      .filter((each) => after === undefined || compare(keyOf(each), keyAt(after)) > 0);
    const items = found.slice(0, limit);
    const last = found.length > limit ? items.at(-1) : undefined;
    const nextCursor = last === undefined ? null : this.cursors.encode(positionOf(last), question);
    return { items: items.map((each) => without(each, hidden)), nextCursor };
  }
}

function shownOf(event: CalendarEvent, from: number, to: number): OccurrenceDto[] {
  const { id: eventId, allDay, timeZone, recurrence, type, status, ownerId, taskId } = event;
  const whole = { eventId, allDay, timeZone, recurrence, type, status, ownerId, taskId };
  return occurrencesIn(event, from, to).map((occurrence) => ({ ...whole, ...occurrence }));
}

function without(occurrence: OccurrenceDto, hidden: ReadonlySet<string>): OccurrenceDto {
  const shown = { ...occurrence };
  for (const field of SHOWN) if (hidden.has(field)) Reflect.deleteProperty(shown, field);
  return shown;
}

/** By start; of one start by event, of one event by the rule. */
function keyOf({ startsAt, eventId, originalStart }: OccurrenceDto): string {
  return `${startsAt} ${eventId} ${originalStart}`;
}

function positionOf({ startsAt, eventId, originalStart }: OccurrenceDto): CursorPosition {
  return { values: [startsAt, originalStart], id: eventId };
}

function keyAt({ values: [startsAt, originalStart], id }: CursorPosition): string {
  return `${String(startsAt)} ${id} ${String(originalStart)}`;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

function isType(value: string): boolean {
  return CALENDAR_EVENT_TYPES.some((type) => type === value);
}

function readList(query: Query, field: string, admits: (value: string) => boolean): string[] | undefined {
  const value = query[field];
  if (value === undefined) return undefined;
  const values = typeof value === 'string' ? value.split(',') : [];
  if (values.length > 0 && values.length <= 50 && values.every(admits)) return values;
  throw badQuery(field, 'must be 1 to 50 known values, by comma');
}

function readLimit(value: unknown): number {
  if (value === undefined) return DEFAULT_LIMIT;
  const limit = typeof value === 'string' && /^\d{1,4}$/.test(value) ? Number(value) : 0;
  if (limit < 1 || limit > MOST) throw badQuery('limit', `must be a whole number from 1 to ${MOST}`);
  return limit;
}

function readCursor(value: unknown, decode: (cursor: string) => CursorPosition): CursorPosition | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== 'string') throw badQuery('cursor', 'does not belong to this query');
  return decode(value);
}
