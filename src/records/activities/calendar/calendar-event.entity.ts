import { Column } from 'typeorm';
import { TenantEntity } from '../../../platform/database/entity-registry.js';
import type { RecordLink } from '../../../platform/resource/relations/record-link.js';
import { type Moment, RecordEntity } from '../../../platform/resource/record.entity.js';
import type { Attendee } from './attendee.js';
import type { ChangedOccurrence } from './changed-occurrence.js';
import type { LastReminder } from './last-reminder.js';
import type { Recurrence } from './recurrence.js';

export const CALENDAR_EVENT_TYPES = ['meeting', 'call', 'task', 'reminder', 'other'] as const;
export type CalendarEventType = (typeof CALENDAR_EVENT_TYPES)[number];

export const CALENDAR_EVENT_STATUSES = ['scheduled', 'completed', 'cancelled'] as const;
export type CalendarEventStatus = (typeof CALENDAR_EVENT_STATUSES)[number];

@TenantEntity('calendar_events')
export class CalendarEvent extends RecordEntity {
  @Column('text')
  title!: string;

  @Column('text')
  type!: CalendarEventType;

  @Column('text')
  status!: CalendarEventStatus;

  @Column('text', { nullable: true })
  description!: string | null;

  @Column('text', { nullable: true })
  location!: string | null;

  @Column('timestamptz')
  startsAt!: Moment;

  @Column('timestamptz')
  endsAt!: Moment;

  @Column('boolean')
  allDay!: boolean;

  @Column('text')
  timeZone!: string;

  @Column('text')
  recurrence!: Recurrence;

  /** An RRULE of RFC 5545; null for an event that does not repeat. */
  @Column('text', { nullable: true })
  recurrenceRule!: string | null;

  /** Starts of occurrences that do not take place. */
  @Column('jsonb')
  exceptionDates!: Moment[];

  @Column('jsonb')
  changedOccurrences!: ChangedOccurrence[];

  @Column('jsonb')
  attendees!: Attendee[];

  /** Minutes before each start. */
  @Column('jsonb')
  reminders!: number[];

  @Column('jsonb')
  links!: RecordLink[];

  /** The task that it stands for. */
  @Column('uuid', { nullable: true })
  taskId!: string | null;

  @Column('jsonb', { nullable: true })
  lastReminder!: LastReminder | null;

  /** The first moment of any occurrence. */
  @Column('timestamptz')
  spansFrom!: Moment;

  /** The last one; of a series without end the last there is. */
  @Column('timestamptz')
  spansUntil!: Moment;
}
