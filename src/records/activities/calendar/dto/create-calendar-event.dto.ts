import { BooleanField } from '../../../../platform/http/fields/boolean.field.js';
import { CheckedTextField } from '../../../../platform/http/fields/checked-text.field.js';
import { DateTimeField } from '../../../../platform/http/fields/date-time.field.js';
import { EnumField } from '../../../../platform/http/fields/enum.field.js';
import { IntegerListField } from '../../../../platform/http/fields/integer-list.field.js';
import { MomentListField } from '../../../../platform/http/fields/moment-list.field.js';
import { NestedField } from '../../../../platform/http/fields/nested.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import { isTimeZone } from '../../../../kernel/time-zone.js';
import { LinkedInputDto } from '../../dto/linked-input.dto.js';
import { MOST_ATTENDEES } from '../attendee.js';
import {
  CALENDAR_EVENT_STATUSES,
  CALENDAR_EVENT_TYPES,
  type CalendarEventStatus,
  type CalendarEventType,
} from '../calendar-event.entity.js';
import { LONGEST_NOTICE, MOST_EXCEPTIONS, MOST_REMINDERS } from '../calendar-limits.js';
import { RECURRENCES, type Recurrence } from '../recurrence.js';
import { AttendeeDto } from './attendee.dto.js';

const OPTIONAL = { optional: true, nullable: true } as const;
const TIME_ZONE = {
  check: isTimeZone,
  message: 'must be an IANA time zone',
  max: 100,
  example: 'Europe/Berlin',
};

/** Its owner is whose calendar it stands in: default the caller. */
export class CreateCalendarEventDto extends LinkedInputDto {
  @TextField({ max: 500, example: 'Demonstration' })
  title!: string;

  @EnumField(CALENDAR_EVENT_TYPES, { optional: true, name: 'CalendarEventType', example: 'meeting' })
  type?: CalendarEventType;

  @EnumField(CALENDAR_EVENT_STATUSES, { optional: true, name: 'CalendarEventStatus', example: 'scheduled' })
  status?: CalendarEventStatus;

  @TextField({ ...OPTIONAL, max: 20_000, example: null })
  description?: string | null;

  @TextField({ ...OPTIONAL, max: 500, example: null })
  location?: string | null;

  @DateTimeField({ local: true, description: 'Without an offset: what the clocks of its time zone show' })
  startsAt!: string;

  @DateTimeField({
    local: true,
    optional: true,
    description: 'Default: half an hour later, or a day of an event that takes whole days',
  })
  endsAt?: string;

  @BooleanField({
    optional: true,
    description: 'It takes whole days of its time zone: those that the times given touch',
    example: false,
  })
  allDay?: boolean;

  @CheckedTextField(TIME_ZONE, {
    optional: true,
    description: 'Where its days and its wall clock are. Default: the time zone of the tenant',
  })
  timeZone?: string;

  @EnumField(RECURRENCES, {
    optional: true,
    name: 'CalendarEventRecurrence',
    description: 'Short for a plain recurrenceRule; says in a word what that says',
    example: 'none',
  })
  recurrence?: Recurrence;

  @TextField({
    ...OPTIONAL,
    max: 1_000,
    description:
      'An RRULE of RFC 5545 by days or more: `FREQ=WEEKLY;BYDAY=MO,WE`. Its first occurrence is startsAt',
    example: null,
  })
  recurrenceRule?: string | null;

  @MomentListField({
    optional: true,
    maxItems: MOST_EXCEPTIONS,
    description: 'Starts of occurrences that do not take place',
    example: [],
  })
  exceptionDates?: string[];

  @NestedField(() => AttendeeDto, { optional: true, list: true, maxItems: MOST_ATTENDEES, example: [] })
  attendees?: AttendeeDto[];

  @IntegerListField({
    optional: true,
    minItems: 0,
    maxItems: MOST_REMINDERS,
    min: 0,
    max: LONGEST_NOTICE,
    description: 'Minutes before each start',
    example: [15],
  })
  reminders?: number[];
}
