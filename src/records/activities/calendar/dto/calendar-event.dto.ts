import { BooleanField } from '../../../../platform/http/fields/boolean.field.js';
import { DateTimeField } from '../../../../platform/http/fields/date-time.field.js';
import { EnumField } from '../../../../platform/http/fields/enum.field.js';
import { IdField } from '../../../../platform/http/fields/id.field.js';
import { IntegerListField } from '../../../../platform/http/fields/integer-list.field.js';
import { LinksField } from '../../../../platform/http/fields/links.field.js';
import { MomentListField } from '../../../../platform/http/fields/moment-list.field.js';
import { NestedField } from '../../../../platform/http/fields/nested.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import type { RecordLink } from '../../../../platform/resource/relations/record-link.js';
import { RecordDto } from '../../../../platform/resource/record.dto.js';
import { MOST_LINKS } from '../../linked-records.js';
import { MOST_ATTENDEES } from '../attendee.js';
import {
  CALENDAR_EVENT_STATUSES,
  CALENDAR_EVENT_TYPES,
  type CalendarEventStatus,
  type CalendarEventType,
} from '../calendar-event.entity.js';
import {
  LONGEST_NOTICE,
  MOST_CHANGED_OCCURRENCES,
  MOST_EXCEPTIONS,
  MOST_REMINDERS,
} from '../calendar-limits.js';
import { RECURRENCES, type Recurrence } from '../recurrence.js';
import { AttendeeDto } from './attendee.dto.js';
import { ChangedOccurrenceDto } from './changed-occurrence.dto.js';
import { LastReminderDto } from './last-reminder.dto.js';

const NULLABLE = { nullable: true } as const;

export class CalendarEventDto extends RecordDto {
  @TextField({ max: 500 })
  title!: string;

  @EnumField(CALENDAR_EVENT_TYPES, { name: 'CalendarEventType' })
  type!: CalendarEventType;

  @EnumField(CALENDAR_EVENT_STATUSES, { name: 'CalendarEventStatus' })
  status!: CalendarEventStatus;

  @TextField({ ...NULLABLE, max: 20_000 })
  description!: string | null;

  @TextField({ ...NULLABLE, max: 500 })
  location!: string | null;

  @DateTimeField()
  startsAt!: string;

  @DateTimeField({ description: 'When it is over, itself no part of it' })
  endsAt!: string;

  @BooleanField({ description: 'It takes whole days of its time zone' })
  allDay!: boolean;

  @TextField({ max: 100 })
  timeZone!: string;

  @EnumField(RECURRENCES, { name: 'CalendarEventRecurrence' })
  recurrence!: Recurrence;

  @TextField({ ...NULLABLE, max: 1_000, description: 'An RRULE of RFC 5545; null for what takes place once' })
  recurrenceRule!: string | null;

  @MomentListField({ maxItems: MOST_EXCEPTIONS, description: 'Starts of occurrences that do not take place' })
  exceptionDates!: string[];

  @NestedField(() => ChangedOccurrenceDto, { list: true, maxItems: MOST_CHANGED_OCCURRENCES })
  changedOccurrences!: ChangedOccurrenceDto[];

  @NestedField(() => AttendeeDto, { list: true, maxItems: MOST_ATTENDEES })
  attendees!: AttendeeDto[];

  @IntegerListField({
    minItems: 0,
    maxItems: MOST_REMINDERS,
    min: 0,
    max: LONGEST_NOTICE,
    description: 'Minutes before its start',
  })
  reminders!: number[];

  @LinksField({ maxItems: MOST_LINKS })
  links!: RecordLink[];

  @IdField({ ...NULLABLE, description: 'The task that it stands for' })
  taskId!: string | null;

  @NestedField(() => LastReminderDto, NULLABLE)
  lastReminder!: LastReminderDto | null;
}
