import type { CalendarEvent } from './calendar-event.entity.js';
import { Series } from './series.js';

/** One reminder of one occurrence. */
export interface DueReminder {
  /** In milliseconds. */
  readonly dueAt: number;
  readonly minutesBefore: number;
  /** By the rule: what the occurrence is known by. */
  readonly originalStart: string;
}

/** Where the reminders of an event were left: behind a moment, or behind one of those that are due at it. */
export interface ReminderMark {
  readonly dueAt: number;
  readonly originalStart?: string;
}

const MINUTE = 60_000;

/** The reminder of an event that comes after a mark; undefined when there is none. */
export function nextReminder(event: CalendarEvent, mark: ReminderMark): DueReminder | undefined {
  if (event.status !== 'scheduled' || event.deletedAt !== null || event.reminders.length === 0)
    return undefined;
  const longest = Math.max(...event.reminders) * MINUTE;
  let best: DueReminder | undefined;
  const offer = (originalStart: string, start: number): void => {
    for (const minutesBefore of event.reminders) {
      const reminder = { dueAt: start - minutesBefore * MINUTE, minutesBefore, originalStart };
      if (comesAfter(reminder, mark) && (best === undefined || comesAfter(best, reminder))) best = reminder;
    }
  };
  for (const { originalStart, startsAt } of event.changedOccurrences)
    offer(originalStart, Date.parse(startsAt));
  const others = new Set([
    ...event.exceptionDates,
    ...event.changedOccurrences.map(({ originalStart }) => originalStart),
  ]);
  const series = new Series(event);
  // No reminder comes after its occurrence starts, and none more than `longest` before.
  let start = series.next(mark.dueAt, true);
  while (start !== undefined && (best === undefined || start - longest <= best.dueAt)) {
    const originalStart = new Date(start).toISOString();
    if (!others.has(originalStart)) offer(originalStart, start);
    start = series.next(start);
  }
  return best;
}

/** Of two that are due at once, the one of the earlier occurrence comes first. */
function comesAfter(reminder: DueReminder, mark: ReminderMark): boolean {
  if (reminder.dueAt !== mark.dueAt) return reminder.dueAt > mark.dueAt;
  return mark.originalStart !== undefined && reminder.originalStart > mark.originalStart;
}
