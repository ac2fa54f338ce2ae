import { DateTime } from 'luxon';
import { RRuleTemporal } from 'rrule-temporal';
import type { CalendarEvent } from './calendar-event.entity.js';
import { RecurrenceRule } from './recurrence-rule.js';

const DAY = 86_400_000;

export type SeriesTimes = Pick<
  CalendarEvent,
  'startsAt' | 'endsAt' | 'allDay' | 'timeZone' | 'recurrenceRule'
>;

/**
 * When the occurrences of an event start by its rule, exceptions aside; all in milliseconds. As RFC 5545 has it, a wall
 * clock time that a day does not have is no occurrence, and one that it has twice is the first of the two. Whole days
 * are counted as days: a day without a midnight is one too.
 */
export class Series {
  private readonly first: number;
  private readonly rule: RRuleTemporal | undefined;

  constructor(private readonly times: SeriesTimes) {
    this.first = Date.parse(times.startsAt);
    if (times.recurrenceRule === null) return;
    const zone = times.allDay ? 'UTC' : times.timeZone;
    const start = new Date(this.toClock(this.first)).toISOString();
    const dtstart = { timeZoneId: zone, toString: () => `${start}[${zone}]` };
    this.rule = new RRuleTemporal({ rruleString: `RRULE:${times.recurrenceRule}`, dtstart });
  }

  /** From and to the given moments, both included. */
  starts(from: number, to: number): number[] {
    const isWithin = (start: number) => start >= from && start <= to;
    if (this.rule === undefined) return [this.first].filter(isWithin);
    if (to < this.first || to < from) return [];
    const [after, before] = [Math.max(from, this.first), to].map((moment) => new Date(this.toClock(moment)));
    if (after === undefined || before === undefined) return [];
    return this.asked((rule) => rule.between(after, before, true), [])
      .map(({ epochMilliseconds }) => this.fromClock(epochMilliseconds))
      .filter(isWithin);
  }

  /** The first start after the moment, or at it; undefined when there is none. */
  next(moment: number, isIncluded = false): number | undefined {
    if (moment < this.first || (isIncluded && moment === this.first)) return this.first;
    const clock = this.toClock(moment);
    const isStart = this.fromClock(clock) === moment;
    const next = this.asked((rule) => rule.next(new Date(clock), isIncluded && isStart), null);
    return next === null ? undefined : this.fromClock(next.epochMilliseconds);
  }

  /** Whether the rule has an occurrence that starts at the moment. */
  has(moment: number): boolean {
    return this.starts(moment, moment).length > 0;
  }

  /** The first occurrence by the rule alone: of a sound series it is the start of the event. */
  firstOfRule(): number | undefined {
    if (this.rule === undefined) return this.first;
    const found = this.asked((rule) => rule.next(new Date(this.toClock(this.first)), true), null);
    return found === null ? undefined : this.fromClock(found.epochMilliseconds);
  }

  /** No occurrence starts after it; undefined for a series without end. */
  last(): number | undefined {
    const { recurrenceRule } = this.times;
    if (recurrenceRule === null) return this.first;
    const { count, until } = RecurrenceRule.of(recurrenceRule);
    if (until !== undefined) return this.fromClock(until);
    if (count === undefined) return undefined;
    const last = this.asked((rule) => rule.all(), []).at(-1);
    return last === undefined ? undefined : this.fromClock(last.epochMilliseconds);
  }

  /** When the occurrence that starts at the moment is over. */
  endOf(start: number): number {
    const length = Date.parse(this.times.endsAt) - this.first;
    if (!this.times.allDay) return start + length;
    const days = Math.round(length / DAY);
    return this.local(start).plus({ days }).startOf('day').toMillis();
  }

  /** A rule that never comes to an occurrence is given up by the library after a bounded search. */
  private asked<Answer>(ask: (rule: RRuleTemporal) => Answer, nothing: Answer): Answer {
    if (this.rule === undefined) return nothing;
    try {
      return ask(this.rule);
    } catch (error) {
      if (error instanceof Error && /^Maximum /.test(error.message)) return nothing;
      throw error;
    }
  }

  /** Of whole days the day as a midnight of UTC, which has every one of them; any other moment itself. */
  private toClock(moment: number): number {
    if (!this.times.allDay) return moment;
    const { year, month, day } = this.local(moment);
    return Date.UTC(year, month - 1, day);
  }

  private fromClock(clock: number): number {
    if (!this.times.allDay) return clock;
    const { year, month, day } = DateTime.fromMillis(clock, { zone: 'utc' });
    const noon = DateTime.fromObject({ year, month, day, hour: 12 }, { zone: this.times.timeZone });
    return noon.startOf('day').toMillis();
  }

  private local(moment: number): DateTime {
    return DateTime.fromMillis(moment, { zone: this.times.timeZone });
  }
}
