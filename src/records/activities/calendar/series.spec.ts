import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  momentOf,
  naiveFirstDay,
  type NaiveRule,
  type NaiveStart,
  naiveStarts,
  textOfRule,
} from '../../../../test/support/naive-recurrence.js';
import { RecurrenceRule } from './recurrence-rule.js';
import { Series, type SeriesTimes } from './series.js';

const DAY = 86_400_000;
const ZONES = [
  ...['UTC', 'Europe/Berlin', 'Europe/Dublin', 'America/New_York', 'America/St_Johns', 'America/Santiago'],
  ...['Africa/Cairo', 'Asia/Kolkata', 'Asia/Tokyo', 'Australia/Lord_Howe', 'Pacific/Auckland', 'Asia/Beirut'],
];

const iso = (moment: number) => new Date(moment).toISOString();
const someOf = (from: number, to: number, most: number) =>
  fc.uniqueArray(
    fc.integer({ min: from, max: to }).filter((each) => each !== 0),
    { maxLength: most },
  );
const seldom = <Value>(arbitrary: fc.Arbitrary<readonly Value[]>) =>
  fc.oneof({ weight: 2, arbitrary: fc.constant<readonly Value[]>([]) }, { weight: 1, arbitrary });

const days = fc.integer({ min: 0, max: 6 });
const rules: fc.Arbitrary<NaiveRule> = fc
  .record({
    frequency: fc.constantFrom('DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'),
    interval: fc.integer({ min: 1, max: 4 }),
    count: fc.option(fc.integer({ min: 1, max: 200 }), { nil: undefined }),
    byMonth: seldom(someOf(1, 12, 4)),
    byMonthDay: seldom(someOf(-31, 31, 3)),
    byDay: seldom(
      fc.uniqueArray(fc.record({ ordinal: fc.integer({ min: -5, max: 5 }), weekday: days }), {
        maxLength: 4,
        selector: ({ ordinal, weekday }) => `${ordinal} ${weekday}`,
      }),
    ),
    bySetPosition: seldom(someOf(-3, 3, 2)),
    weekStart: days,
  })
  .map((rule) => {
    const hasOrdinals = rule.frequency === 'MONTHLY' || rule.frequency === 'YEARLY';
    const byMonthDay = rule.frequency === 'WEEKLY' ? [] : rule.byMonthDay;
    const plain = new Map(rule.byDay.map(({ weekday }) => [weekday, { ordinal: 0, weekday }]));
    const areOrdinals = hasOrdinals && byMonthDay.length === 0 && rule.byDay[0]?.ordinal !== 0;
    const byDay = areOrdinals ? rule.byDay.filter(({ ordinal }) => ordinal !== 0) : [...plain.values()];
    const hasOthers = rule.byMonth.length + byMonthDay.length + byDay.length > 0;
    return { ...rule, byMonthDay, byDay, bySetPosition: hasOthers ? rule.bySetPosition : [] };
  });

const starts: fc.Arbitrary<NaiveStart> = fc.record({
  day: fc.integer({ min: 0, max: 2_500 }).map((day) => Date.UTC(2024, 0, 1) + day * DAY),
  minutes: fc.oneof(
    fc.constant(undefined),
    fc.constantFrom(0, 30, 60, 90, 120, 150, 180),
    fc.integer({ min: 240, max: 1_439 }),
  ),
  timeZone: fc.constantFrom(...ZONES),
});

function timesOf(start: NaiveStart, rule: string): SeriesTimes {
  const { timeZone, minutes } = start;
  const allDay = minutes === undefined;
  const first = momentOf(start.day, start) ?? 0;
  const end = allDay ? (momentOf(start.day + DAY, start) ?? 0) : first + 3_600_000;
  return { startsAt: iso(first), endsAt: iso(end), allDay, timeZone, recurrenceRule: rule };
}

describe('Series', () => {
  it('agrees with asking every single day, over 1,000 rules in zones with and without summer time', () => {
    let compared = 0;
    const property = fc.property(
      rules,
      starts,
      fc.integer({ min: 0, max: 400 }),
      fc.integer({ min: 1, max: 366 }),
      fc.option(fc.integer({ min: 0, max: 900 }), { nil: undefined }),
      (given, wanted, after, length, lasting) => {
        const day = naiveFirstDay(given, wanted);
        // Whether a position counts a time that a day does not have, RFC 5545 leaves open.
        const isOpen = given.bySetPosition.length > 0 && wanted.minutes !== undefined && wanted.minutes < 240;
        if (day === undefined || isOpen) return fc.pre(false);
        const start = { ...wanted, day };
        const until =
          given.count === undefined && lasting !== undefined ? start.day + lasting * DAY : undefined;
        const rule = { ...given, until };
        const from = start.day + after * DAY;
        const to = from + length * DAY;
        const parsed = RecurrenceRule.read(textOfRule(rule));
        const times = timesOf(start, parsed.toString());
        const settled = RecurrenceRule.of(parsed.toString()).settled({
          ...times,
          timeZone: wanted.minutes === undefined ? 'UTC' : times.timeZone,
        });
        const series = new Series({ ...times, recurrenceRule: settled.toString() });
        const expected = naiveStarts(rule, start, to).filter((moment) => moment >= from);
        expect(series.starts(from, to).map(iso)).toEqual(expected.map(iso));
        const [first] = expected;
        if (first !== undefined) expect(series.next(from, true)).toBe(first);
        compared += expected.length;
      },
    );
    fc.assert(property, { numRuns: 1_000, seed: 20_261_129 });
    expect(compared).toBeGreaterThan(5_000);
  });
});
