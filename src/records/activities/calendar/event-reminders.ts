import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { changedFields } from '../../../platform/resource/writes/record-changes.js';
import type { RecordWrite } from '../../../platform/resource/writes/record-write.js';
import {
  type Timer,
  Timers,
  type TimerSetting,
  type TimersHandler,
} from '../../../platform/timers/timers.js';
import type { CalendarEvent } from './calendar-event.entity.js';
import type { LastReminder } from './last-reminder.js';
import { type DueReminder, nextReminder } from './next-reminder.js';

const KIND = 'calendar-event.reminder';

/** What the reminders of an event depend on. */
const TIMED = [
  ...['startsAt', 'endsAt', 'allDay', 'timeZone', 'recurrenceRule', 'exceptionDates', 'changedOccurrences'],
  ...['reminders', 'status', 'deletedAt'],
] as const;

/** A reminder that fires now. */
export interface FiringReminder {
  readonly event: CalendarEvent;
  readonly lastReminder: LastReminder;
}

interface Planned {
  readonly event: CalendarEvent;
  readonly reminder: DueReminder | undefined;
}

/**
 * One timer for each event: of its next reminder. It is set in the transaction that writes the event, and set anew in
 * the one in which the reminder fires.
 */
@Injectable()
export class EventReminders {
  constructor(
    private readonly timers: Timers,
    private readonly clock: Clock,
  ) {}

  onDue(handler: TimersHandler): void {
    this.timers.onMany(KIND, handler);
  }

  /** After events were written. What would have been due by now is not made up for. */
  async arm(writes: readonly RecordWrite<CalendarEvent>[]): Promise<void> {
    const dueAt = this.clock.milliseconds();
    const moved = writes.filter(({ before, after }) => before === undefined || isMoved(before, after));
    const planned = moved.map(({ after }) => ({ event: after, reminder: nextReminder(after, { dueAt }) }));
    await this.timers.setAll(KIND, planned.flatMap(settingOf));
    const known = new Set(moved.flatMap(({ before }) => (before === undefined ? [] : [before.id])));
    const idle = planned.filter(({ event, reminder }) => reminder === undefined && known.has(event.id));
    await this.timers.cancelAll(
      KIND,
      idle.map(({ event }) => event.id),
    );
  }

  /** Which of the locked events are reminded of by the timers that ring. */
  dueOf(events: readonly CalendarEvent[], rung: readonly Timer[]): FiringReminder[] {
    const timers = new Map(rung.map((timer) => [timer.subject, timer]));
    return events.flatMap((event): FiringReminder[] => {
      const timer = timers.get(event.id);
      if (timer === undefined || event.status !== 'scheduled') return [];
      const { minutesBefore, occurrenceStart } = timer.payload as Omit<LastReminder, 'dueAt'>;
      return [{ event, lastReminder: { dueAt: timer.dueAt.toISOString(), minutesBefore, occurrenceStart } }];
    });
  }

  /** None is passed over, however late the one before it fired. */
  async armNext(fired: readonly FiringReminder[]): Promise<void> {
    const planned = fired.map(({ event, lastReminder: { dueAt, occurrenceStart } }) => {
      const mark = { dueAt: Date.parse(dueAt), originalStart: occurrenceStart };
      return { event, reminder: nextReminder(event, mark) };
    });
    await this.timers.setAll(KIND, planned.flatMap(settingOf));
  }
}

function isMoved(before: CalendarEvent, after: CalendarEvent): boolean {
  const fields = Object.fromEntries(
    TIMED.map((field): [string, unknown] => [field, Reflect.get(after, field)]),
  );
  return Object.keys(changedFields(before, fields)).length > 0;
}

function settingOf({ event, reminder }: Planned): TimerSetting[] {
  if (reminder === undefined) return [];
  const { dueAt, minutesBefore, originalStart } = reminder;
  const payload = { minutesBefore, occurrenceStart: originalStart };
  return [{ subject: event.id, dueAt: new Date(dueAt), payload }];
}
