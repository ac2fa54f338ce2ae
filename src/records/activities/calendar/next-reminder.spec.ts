import { describe, expect, it } from '@jest/globals';
import { CalendarEvent } from './calendar-event.entity.js';
import { type DueReminder, nextReminder, type ReminderMark } from './next-reminder.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const FIRST = Date.parse('2027-05-03T09:00:00.000Z');
const iso = (moment: number) => new Date(moment).toISOString();

function eventWith(fields: Partial<CalendarEvent>): CalendarEvent {
  return Object.assign(new CalendarEvent(), {
    ...{ startsAt: iso(FIRST), endsAt: iso(FIRST + HOUR), allDay: false, timeZone: 'UTC' },
    ...{ recurrenceRule: null, exceptionDates: [], changedOccurrences: [], reminders: [0] },
    ...{ status: 'scheduled', deletedAt: null },
    ...fields,
  });
}

/** Every reminder after a mark, as firing one after the other finds them. */
function allAfter(event: CalendarEvent, start: ReminderMark, most = 20): DueReminder[] {
  const found: DueReminder[] = [];
  let mark = start;
  while (found.length < most) {
    const next = nextReminder(event, mark);
    if (next === undefined) break;
    found.push(next);
    mark = next;
  }
  return found;
}

describe('nextReminder', () => {
  const before = { dueAt: FIRST - 100 * DAY };

  it('finds every reminder of every occurrence once, in the order in which they are due', () => {
    const event = eventWith({ recurrenceRule: 'FREQ=DAILY;COUNT=4', reminders: [2_880, 1_440, 60, 0] });
    const found = allAfter(event, before);
    expect(found).toHaveLength(16);
    expect(new Set(found.map(({ dueAt, originalStart }) => `${dueAt} ${originalStart}`)).size).toBe(16);
    const times = found.map(({ dueAt }) => dueAt);
    expect(times).toEqual(times.toSorted((one, other) => one - other));
    expect(times[0]).toBe(FIRST - 2 * DAY);
    expect(times.at(-1)).toBe(FIRST + 3 * DAY);
  });

  it('passes over what is due by the mark, cancelled occurrences, and follows those that were moved', () => {
    const second = iso(FIRST + DAY);
    const third = iso(FIRST + 2 * DAY);
    const moved = {
      originalStart: third,
      startsAt: iso(FIRST - 5 * DAY),
      endsAt: iso(FIRST - 5 * DAY + HOUR),
    };
    const event = eventWith({
      recurrenceRule: 'FREQ=DAILY;COUNT=3',
      exceptionDates: [second],
      changedOccurrences: [{ ...moved, title: null, description: null, location: null }],
    });
    expect(allAfter(event, before)).toEqual([
      { dueAt: FIRST - 5 * DAY, minutesBefore: 0, originalStart: third },
      { dueAt: FIRST, minutesBefore: 0, originalStart: iso(FIRST) },
    ]);
    expect(nextReminder(event, { dueAt: FIRST })).toBeUndefined();
  });

  it('has none for what is over, cancelled or deleted', () => {
    expect(nextReminder(eventWith({}), before)).toMatchObject({ dueAt: FIRST });
    expect(nextReminder(eventWith({}), { dueAt: FIRST })).toBeUndefined();
    expect(nextReminder(eventWith({ reminders: [] }), before)).toBeUndefined();
    expect(nextReminder(eventWith({ status: 'completed' }), before)).toBeUndefined();
    expect(nextReminder(eventWith({ deletedAt: iso(FIRST) }), before)).toBeUndefined();
  });

  it('goes on without end where the series does', () => {
    const event = eventWith({ recurrenceRule: 'FREQ=YEARLY;BYMONTH=5;BYDAY=1MO', reminders: [40_320] });
    const [, second] = allAfter(event, before, 2);
    expect(second).toMatchObject({ originalStart: '2028-05-01T09:00:00.000Z' });
  });
});
