import { DateTimeField } from '../../../../platform/http/fields/date-time.field.js';
import { IntegerField } from '../../../../platform/http/fields/integer.field.js';
import type { LastReminder } from '../last-reminder.js';

/** Which reminder of an event fired last. */
export class LastReminderDto implements LastReminder {
  @DateTimeField({ description: 'When it was due' })
  dueAt!: string;

  @IntegerField({ min: 0 })
  minutesBefore!: number;

  @DateTimeField({ description: 'The start of the occurrence that it was about' })
  occurrenceStart!: string;
}
