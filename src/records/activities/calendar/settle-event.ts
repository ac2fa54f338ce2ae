import { type ErrorDetail, ValidationError } from '../../../kernel/errors.js';
import type { RecordWrite } from '../../../platform/resource/writes/record-write.js';
import type { CalendarEvent } from './calendar-event.entity.js';
import { faultOfTimes, settledTimes } from './event-times.js';
import { momentIn } from './local-moment.js';
import { RecurrenceRule } from './recurrence-rule.js';
import { Series } from './series.js';

type Write = RecordWrite<CalendarEvent>;

/** When an event without end ends, as far as searches go. */
const FOREVER = '9999-12-31T00:00:00.000Z';

/** Completes the times of an event that is about to be written, or refuses it. Its time zone is there. */
export function settleEvent(write: Write): void {
  const { after, before } = write;
  after.startsAt = momentIn(after.startsAt, after.timeZone);
  // Callers may leave it out: the draft of a new event has none.
  if (typeof after.endsAt === 'string') after.endsAt = momentIn(after.endsAt, after.timeZone);
  Object.assign(after, settledTimes(after, before));
  after.reminders = [...new Set(after.reminders)].sort((one, other) => other - one);
  const fault = faultOfTimes(after) ?? settleRule(write) ?? settleExceptions(write);
  if (fault === undefined) Object.assign(after, spanOf(after));
  else write.refuse(new ValidationError([fault]));
}

/** A rule says what the one word says; a word alone makes a plain rule. */
function settleRule({ after, before, input }: Write): ErrorDetail | undefined {
  const { recurrence: word } = after;
  const isNewRule = after.recurrenceRule !== (before?.recurrenceRule ?? null);
  const isNewWord = word !== (before?.recurrence ?? 'none');
  const isWordGiven = input.recurrence !== undefined;
  if (after.recurrenceRule === null || (isNewWord && !isNewRule)) {
    const isMeant = word !== 'none' && (isWordGiven || isNewWord);
    after.recurrenceRule = isMeant ? RecurrenceRule.simple(word).toString() : null;
  }
  if (after.recurrenceRule === null) {
    after.recurrence = 'none';
    return undefined;
  }
  const rule = RecurrenceRule.read(after.recurrenceRule);
  if (typeof rule === 'string') return { field: 'recurrenceRule', message: rule };
  if (isNewWord && word !== rule.recurrence)
    return { field: 'recurrence', message: 'differs from recurrenceRule' };
  after.recurrence = rule.recurrence;
  after.recurrenceRule = rule.settled(after).toString();
  return faultOfFirst(after);
}

/** What repeats begins with an occurrence: else its start would be none of its times. */
function faultOfFirst(event: CalendarEvent): ErrorDetail | undefined {
  const first = new Series(event).firstOfRule();
  if (first === Date.parse(event.startsAt)) return undefined;
  if (first === undefined) return { field: 'recurrenceRule', message: 'has no occurrence from startsAt on' };
  const message = `must be an occurrence by recurrenceRule, of which the first is ${new Date(first).toISOString()}`;
  return { field: 'startsAt', message };
}

/** Those named by the caller must be occurrences; others go when they are none any more. */
function settleExceptions({ after, before, input }: Write): ErrorDetail | undefined {
  const series = new Series(after);
  const isOccurrence = (moment: string) => after.recurrenceRule !== null && series.has(Date.parse(moment));
  const known = new Set(before?.exceptionDates);
  const wrong = (input.exceptionDates ?? []).findIndex(
    (moment) => !known.has(moment) && !isOccurrence(moment),
  );
  if (wrong >= 0) return { field: `exceptionDates.${wrong}`, message: 'must be the start of an occurrence' };
  after.exceptionDates = after.exceptionDates.filter(isOccurrence);
  const exceptions = new Set(after.exceptionDates);
  after.changedOccurrences = after.changedOccurrences.filter(({ originalStart }) => {
    return isOccurrence(originalStart) && !exceptions.has(originalStart);
  });
  return undefined;
}

/** From the first moment of any occurrence to the last one. */
function spanOf(event: CalendarEvent): Pick<CalendarEvent, 'spansFrom' | 'spansUntil'> {
  const series = new Series(event);
  const last = series.last();
  const changed = event.changedOccurrences;
  const ends = [last === undefined ? FOREVER : new Date(series.endOf(last)).toISOString()];
  const starts = [event.startsAt, ...changed.map(({ startsAt }) => startsAt)].toSorted();
  const latest = [...ends, ...changed.map(({ endsAt }) => endsAt)].toSorted().at(-1) ?? FOREVER;
  return { spansFrom: starts[0] ?? event.startsAt, spansUntil: latest < FOREVER ? latest : FOREVER };
}
