import { BooleanField } from '../../../../platform/http/fields/boolean.field.js';
import { DateTimeField } from '../../../../platform/http/fields/date-time.field.js';
import { EnumField } from '../../../../platform/http/fields/enum.field.js';
import { IdField } from '../../../../platform/http/fields/id.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import {
  CALENDAR_EVENT_STATUSES,
  CALENDAR_EVENT_TYPES,
  type CalendarEventStatus,
  type CalendarEventType,
} from '../calendar-event.entity.js';
import { RECURRENCES, type Recurrence } from '../recurrence.js';

/** A field that the caller may not see is left out. */
const SEEN = { optional: true } as const;
const SEEN_NULLABLE = { optional: true, nullable: true } as const;

/** One time at which an event takes place. */
export class OccurrenceDto {
  @IdField()
  eventId!: string;

  @DateTimeField({ description: 'Its start by the rule: what it is known by' })
  originalStart!: string;

  @DateTimeField()
  startsAt!: string;

  @DateTimeField({ description: 'When it is over, itself no part of it' })
  endsAt!: string;

  @BooleanField({ description: 'Whether it differs from the other occurrences of its event' })
  isChanged!: boolean;

  @BooleanField(SEEN)
  allDay?: boolean;

  @TextField({ ...SEEN, max: 100 })
  timeZone?: string;

  @EnumField(RECURRENCES, { ...SEEN, name: 'CalendarEventRecurrence' })
  recurrence?: Recurrence;

  @TextField({ ...SEEN, max: 500 })
  title?: string;

  @TextField({ ...SEEN_NULLABLE, max: 20_000 })
  description?: string | null;

  @TextField({ ...SEEN_NULLABLE, max: 500 })
  location?: string | null;

  @EnumField(CALENDAR_EVENT_TYPES, { ...SEEN, name: 'CalendarEventType' })
  type?: CalendarEventType;

  @EnumField(CALENDAR_EVENT_STATUSES, { ...SEEN, name: 'CalendarEventStatus' })
  status?: CalendarEventStatus;

  @IdField(SEEN_NULLABLE)
  ownerId?: string | null;

  @IdField({ ...SEEN_NULLABLE, description: 'The task that its event stands for' })
  taskId?: string | null;
}
