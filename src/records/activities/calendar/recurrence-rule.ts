import { DateTime } from 'luxon';
import { isCalendarDay } from '../../../platform/http/fields/moment.js';
import { MOST_OCCURRENCES } from './calendar-limits.js';
import { type Recurrence, RECURRENCES } from './recurrence.js';

/** Where the days of an event are. */
interface Place {
  readonly allDay: boolean;
  readonly timeZone: string;
}

const WEEKDAY = '(?:MO|TU|WE|TH|FR|SA|SU)';
const ORDINAL = '[+-]?(?:[1-9]|[1-4]\\d|5[0-3])';
const MONTH_DAY = '-?(?:[1-9]|[12]\\d|3[01])';
const MONTH = '(?:[1-9]|1[0-2])';
const POSITION = '-?(?:[1-9]\\d?|[12]\\d\\d|3[0-5]\\d|36[0-6])';

/** The parts that a rule may have, in the order in which it is kept, and what each may hold. */
const PARTS: readonly (readonly [name: string, form: RegExp])[] = [
  ['FREQ', /^(?:DAILY|WEEKLY|MONTHLY|YEARLY)$/],
  ['INTERVAL', /^(?:[1-9]\d{0,2}|1000)$/],
  ['COUNT', /^[1-9]\d{0,3}$/],
  ['UNTIL', /^\d{8}(?:T(?:[01]\d|2[0-3])[0-5]\d[0-5]\dZ?)?$/],
  ['BYMONTH', listOf(MONTH, 12)],
  ['BYMONTHDAY', listOf(MONTH_DAY, 62)],
  ['BYDAY', listOf(`(?:${ORDINAL})?${WEEKDAY}`, 60)],
  ['BYSETPOS', listOf(POSITION, 60)],
  ['WKST', new RegExp(`^${WEEKDAY}$`)],
];

/** An RRULE of RFC 5545 of which the smallest step is a day. */
export class RecurrenceRule {
  private constructor(private readonly parts: ReadonlyMap<string, string>) {}

  /** @returns what is wrong with a text that is no such rule */
  static read(text: string): RecurrenceRule | string {
    const given = new Map<string, string>();
    for (const part of text
      .toUpperCase()
      .replace(/^RRULE:/, '')
      .replace(/;$/, '')
      .split(';')) {
      const [name = '', value = '', rest] = part.split('=');
      const form = PARTS.find(([known]) => known === name)?.[1];
      if (form === undefined) return `has the part ${name}, which is not one of ${names()}`;
      if (given.has(name)) return `has ${name} twice`;
      if (rest !== undefined || !form.test(value)) return `has a value of ${name} that it may not have`;
      given.set(name, value);
    }
    const kept = PARTS.flatMap(([name]) => (given.has(name) ? [[name, given.get(name) ?? ''] as const] : []));
    return faultOf(given) ?? new RecurrenceRule(new Map(kept));
  }

  /** One that was read before. */
  static of(text: string): RecurrenceRule {
    const rule = RecurrenceRule.read(text);
    if (typeof rule === 'string') throw new Error(`A stored rule ${rule}`);
    return rule;
  }

  static simple(recurrence: Exclude<Recurrence, 'none'>): RecurrenceRule {
    return new RecurrenceRule(new Map([['FREQ', recurrence.toUpperCase()]]));
  }

  get recurrence(): Recurrence {
    const frequency = this.parts.get('FREQ')?.toLowerCase();
    return RECURRENCES.find((recurrence) => recurrence === frequency) ?? 'none';
  }

  get count(): number | undefined {
    const count = this.parts.get('COUNT');
    return count === undefined ? undefined : Number(count);
  }

  /** The moment that `UNTIL` stands for, in milliseconds; of whole days the first one of the last day, in UTC. */
  get until(): number | undefined {
    const until = this.parts.get('UNTIL');
    return until === undefined ? undefined : DateTime.fromISO(until, { zone: 'utc' }).toMillis();
  }

  /** `UNTIL` as RFC 5545 wants it: a day for an event of whole days, a moment in UTC for any other. */
  settled(place: Place): RecurrenceRule {
    const until = this.parts.get('UNTIL');
    return until === undefined ? this : this.with('UNTIL', settledUntil(until, place));
  }

  /** With so many occurrences left. */
  counting(count: number): RecurrenceRule {
    return this.with('COUNT', String(count));
  }

  /** Ended so that nothing starts at the moment or later, whatever ended it before. */
  endedBefore(moment: number, { allDay, timeZone }: Place): RecurrenceRule {
    const last = DateTime.fromMillis(moment - 1000, { zone: allDay ? timeZone : 'utc' });
    const parts = new Map([...this.parts].filter(([name]) => name !== 'COUNT'));
    return new RecurrenceRule(parts).with('UNTIL', last.toFormat(allDay ? DAY : UTC_MOMENT));
  }

  toString(): string {
    return [...this.parts].map(([name, value]) => `${name}=${value}`).join(';');
  }

  private with(name: string, value: string): RecurrenceRule {
    const parts = new Map(this.parts).set(name, value);
    const kept = PARTS.flatMap(([known]) =>
      parts.has(known) ? [[known, parts.get(known) ?? ''] as const] : [],
    );
    return new RecurrenceRule(new Map(kept));
  }
}

const DAY = 'yyyyMMdd';
const UTC_MOMENT = "yyyyMMdd'T'HHmmss'Z'";

function settledUntil(until: string, { allDay, timeZone }: Place): string {
  const isDay = !until.includes('T');
  const local = DateTime.fromISO(until, { zone: timeZone });
  if (allDay) return isDay ? until : local.toFormat(DAY);
  const last = isDay ? local.endOf('day') : local;
  return last.toUTC().toFormat(UTC_MOMENT);
}

function faultOf(parts: ReadonlyMap<string, string>): string | undefined {
  const frequency = parts.get('FREQ');
  if (frequency === undefined) return 'must have a FREQ';
  const until = parts.get('UNTIL');
  if (until !== undefined && parts.has('COUNT')) return 'may have COUNT or UNTIL, not both';
  if (Number(parts.get('COUNT') ?? 1) > MOST_OCCURRENCES)
    return `may have a COUNT of at most ${MOST_OCCURRENCES}`;
  const day = until?.replace(/^(\d{4})(\d\d)(\d\d).*$/, '$1-$2-$3');
  if (day !== undefined && !isCalendarDay(day)) return 'has an UNTIL that is no day of the calendar';
  const days = parts.get('BYDAY')?.split(',') ?? [];
  const hasOrdinals = days.some((each) => /\d/.test(each));
  // Which of these a rule means together, implementations do not agree on.
  if (hasOrdinals && !days.every((each) => /\d/.test(each)))
    return 'may have a number before every weekday of BYDAY or before none';
  if (hasOrdinals && (frequency === 'DAILY' || frequency === 'WEEKLY'))
    return 'may have a number in BYDAY only when its FREQ is MONTHLY or YEARLY';
  if (frequency === 'WEEKLY' && parts.has('BYMONTHDAY'))
    return 'may not have BYMONTHDAY when its FREQ is WEEKLY';
  const hasOthers = ['BYMONTH', 'BYMONTHDAY', 'BYDAY'].some((name) => parts.has(name));
  return parts.has('BYSETPOS') && !hasOthers ? 'has BYSETPOS without another part to choose from' : undefined;
}

function listOf(item: string, most: number): RegExp {
  return new RegExp(`^${item}(?:,${item}){0,${most - 1}}$`);
}

function names(): string {
  return PARTS.map(([name]) => name).join(', ');
}
