import { Injectable } from '@nestjs/common';
import { BadRequestError } from '../../../kernel/errors.js';
import { type RecordScope, scopeCondition } from '../../../platform/access/record-scope.js';
import { RECORD_TYPES } from '../../../platform/database/record-types.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { RecordTable } from '../../../platform/resource/record-table.js';
import type { CalendarEvent } from './calendar-event.entity.js';
import { calendarEventResource } from './calendar-event.policy.js';
import type { TimeRange } from './time-range.js';

const MOST_EVENTS = 2_000;

/** Which events are looked for. */
export interface EventSearch {
  readonly range: TimeRange;
  /** Those that the caller reaches; undefined for all. */
  readonly scope?: RecordScope | undefined;
  readonly owners?: readonly string[] | undefined;
  readonly types?: readonly string[] | undefined;
  /** In whose calendar they stand: owners, and users who are asked to them. */
  readonly users?: readonly string[] | undefined;
}

/** Finds the events that may take place within a range. Only their rules say whether they do. */
@Injectable()
export class CalendarEventSearch {
  constructor(private readonly database: TenantDatabase) {}

  /** In the order of their ids. @throws {BadRequestError} 400 when they are too many for one answer */
  async find({ range, scope, owners, types, users }: EventSearch): Promise<CalendarEvent[]> {
    const values: unknown[] = [];
    const bind = (value: unknown) => `$${values.push(value)}`;
    const conditions = [
      '"deleted_at" IS NULL',
      `"spans_until" >= ${bind(new Date(range.from))}`,
      `"spans_from" < ${bind(new Date(range.to))}`,
    ];
    if (scope !== undefined) conditions.push(scopeCondition('"owner_id"', scope, bind));
    if (owners !== undefined) conditions.push(`"owner_id" = ANY (${bind(owners)}::uuid[])`);
    if (types !== undefined) conditions.push(`"type" = ANY (${bind(types)})`);
    if (users !== undefined) conditions.push(calendarCondition(bind(users), bind(users)));
    const { table, selection } = this.table();
    const text = `SELECT ${selection} FROM "${table}" WHERE ${conditions.join(' AND ')}
      ORDER BY "id" LIMIT ${MOST_EVENTS + 1}`;
    const events = await this.database.query<CalendarEvent>({ text, values, types: RECORD_TYPES });
    if (events.length <= MOST_EVENTS) return events;
    const message = `holds more than ${MOST_EVENTS} events: ask for less`;
    throw new BadRequestError(`The range ${message}`, { details: [{ field: 'to', message }] });
  }

  private table(): RecordTable<CalendarEvent> {
    return new RecordTable<CalendarEvent>(this.database.dataSource, calendarEventResource);
  }
}

function calendarCondition(users: string, names: string): string {
  const asked = `SELECT 1 FROM jsonb_array_elements("attendees") AS asked WHERE asked ->> 'userId' = ANY (${names}::text[])`;
  return `("owner_id" = ANY (${users}::uuid[]) OR EXISTS (${asked}))`;
}
