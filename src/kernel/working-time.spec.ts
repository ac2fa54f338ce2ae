import { describe, expect, it } from '@jest/globals';
import { IANAZone } from 'luxon';
import { WEEKDAYS } from './business-hours.js';
import { AROUND_THE_CLOCK, type WorkingHours, workingTimeOf } from './working-time.js';

const SECOND = 1_000;
const DAY = 86_400_000;
const DAYS = 10;

/** Zones with the days around which their clocks are set: by an hour, by half of one, at midnight, by a whole day. */
const CHANGES: readonly (readonly [string, string])[] = [
  ['Europe/Berlin', '2026-03-29'],
  ['Europe/Berlin', '2026-10-25'],
  ['America/New_York', '2027-03-14'],
  ['America/New_York', '2027-11-07'],
  ['Australia/Lord_Howe', '2026-04-05'],
  ['Australia/Lord_Howe', '2026-10-04'],
  ['America/Santiago', '2026-04-05'],
  ['America/Santiago', '2026-09-06'],
  ['America/Sao_Paulo', '2018-11-04'],
  ['Asia/Beirut', '2026-03-29'],
  ['Africa/Casablanca', '2026-02-15'],
  ['Africa/Casablanca', '2026-03-22'],
  ['Pacific/Apia', '2011-12-30'],
  ['Europe/London', '2026-12-31'],
  ['Asia/Kathmandu', '2028-02-29'],
];

/** The same numbers at every run. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function timeOf(minute: number): string {
  const two = (number: number) => String(number).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

function dateOf(moment: number): string {
  return new Date(moment).toISOString().slice(0, 10);
}

/** Up to four intervals a day that do not overlap, some through to midnight; days off; holidays in the span, some yearly. */
function randomHours(timeZone: string, start: number, random: (below: number) => number): WorkingHours {
  const days = Object.fromEntries(
    WEEKDAYS.map((day) => {
      const edges = new Set(Array.from({ length: 2 * random(5) }, () => random(24 * 60 + 1)));
      const sorted = [...edges].sort((one, other) => one - other);
      const intervals = sorted.flatMap((from, index) => {
        const to = sorted[index + 1];
        return index % 2 === 1 || to === undefined ? [] : [{ from: timeOf(from), to: timeOf(to) }];
      });
      return [day, intervals];
    }),
  );
  const holidays = Array.from({ length: random(5) }, () => {
    const yearly = random(2) === 0;
    const date = dateOf(start + random(DAYS) * DAY);
    return { date: yearly ? `1999${date.slice(4)}` : date, yearly };
  });
  return { timeZone, days, holidays };
}

/** The plain way: asks of every second of a span whether the clocks show an open time, and counts those before each. */
class SecondBySecond {
  private readonly before = new Uint32Array(DAYS * 86_400 + 1);
  private readonly isOpen = new Uint8Array(DAYS * 86_400);

  constructor(
    { timeZone, days, holidays }: WorkingHours,
    private readonly start: number,
  ) {
    const zone = IANAZone.create(timeZone);
    const { before, isOpen } = this;
    const first = start / SECOND;
    let shift = 0;
    let day = Number.NaN;
    let openMinutes = new Uint8Array(1_440);
    let count = 0;
    for (let second = 0; second < isOpen.length; second += 1) {
      // No clocks are set but at a full quarter of an hour.
      if (second % 900 === 0) shift = zone.offset(start + second * SECOND) * 60;
      const shown = first + second + shift;
      const date = Math.floor(shown / 86_400);
      if (date !== day) {
        day = date;
        openMinutes = paintedDay(date, days, holidays);
      }
      const open = openMinutes[Math.floor((shown - date * 86_400) / 60)] ?? 0;
      isOpen[second] = open;
      count += open;
      before[second + 1] = count;
    }
  }

  /** Working milliseconds from the start of the span. */
  until(moment: number): number {
    const second = Math.floor((moment - this.start) / SECOND);
    const part = (moment - this.start) % SECOND;
    return (this.before[second] ?? 0) * SECOND + (this.isOpen[second] ?? 0) * part;
  }
}

function paintedDay(
  date: number,
  days: WorkingHours['days'],
  holidays: WorkingHours['holidays'],
): Uint8Array<ArrayBuffer> {
  const minutes = new Uint8Array(1_440);
  const shown = new Date(date * DAY);
  const isHoliday = holidays.some((holiday) => {
    const [year, month, day] = holiday.date.split('-').map(Number);
    const isDay = shown.getUTCMonth() + 1 === month && shown.getUTCDate() === day;
    return isDay && (holiday.yearly === true || shown.getUTCFullYear() === year);
  });
  const names = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;
  const name = names[shown.getUTCDay()];
  if (isHoliday || name === undefined) return minutes;
  for (const { from, to } of days[name] ?? []) {
    const [start = 0, end = 0] = [from, to].map((time) => {
      const [hour = 0, minute = 0] = time.split(':').map(Number);
      return hour * 60 + minute;
    });
    minutes.fill(1, start, end);
  }
  return minutes;
}

const OFFICE: WorkingHours = {
  timeZone: 'Europe/Berlin',
  days: Object.fromEntries(WEEKDAYS.slice(0, 5).map((day) => [day, [{ from: '09:00', to: '17:00' }]])),
  holidays: [{ date: '2026-12-25', yearly: true }],
};

describe('working time', () => {
  it('agrees with a count of every second, for 10,000 spans over clocks that are set', () => {
    const random = randomNumbers(20_261_129);
    let compared = 0;
    for (const [zone, change] of CHANGES)
      for (let calendar = 0; calendar < 4; calendar += 1) {
        const start = Date.parse(`${change}T00:00:00Z`) - (DAYS / 2) * DAY;
        const hours = randomHours(zone, start, random);
        const [time, oracle] = [workingTimeOf(hours), new SecondBySecond(hours, start)];
        for (let span = 0; span < 168; span += 1) {
          const [one, other] = [random(DAYS * DAY), random(DAYS * DAY)];
          const [from, until] = [start + Math.min(one, other), start + Math.max(one, other)];
          const worked = oracle.until(until) - oracle.until(from);
          expect(time.between(from, until)).toBe(worked);
          compared += 1;
          if (worked === 0) continue;
          const duration = 1 + random(worked);
          const due = time.add(from, duration) ?? Number.NaN;
          // The first moment at which so much has passed: a millisecond before, one less had.
          expect(oracle.until(due) - oracle.until(from)).toBe(duration);
          expect(oracle.until(due - 1) - oracle.until(from)).toBe(duration - 1);
        }
      }
    expect(compared).toBeGreaterThanOrEqual(10_000);
  });

  it('ends with the last second of a day, not with the first of the next one', () => {
    const { add } = workingTimeOf(OFFICE);
    const monday = Date.parse('2026-11-30T08:00:00Z');
    expect(add(monday, 8 * 3_600_000)).toBe(Date.parse('2026-11-30T16:00:00Z'));
    expect(add(monday, 8 * 3_600_000 + 1)).toBe(Date.parse('2026-12-01T08:00:00.001Z'));
    expect(add(monday, 0)).toBe(monday);
  });

  it('counts no hour that is skipped, and one that comes twice as two', () => {
    const night = { ...OFFICE, days: { sunday: [{ from: '01:00', to: '04:00' }] } };
    const { between } = workingTimeOf(night);
    const hoursOf = (day: string) => {
      const midnight = Date.parse(`${day}T00:00:00Z`);
      return between(midnight - DAY / 2, midnight + DAY / 2) / 3_600_000;
    };
    expect(['2026-03-22', '2026-03-29', '2026-10-25'].map(hoursOf)).toEqual([3, 2, 4]);
  });

  it('finds a due time months ahead within a millisecond', () => {
    const { add } = workingTimeOf(OFFICE);
    const from = Date.parse('2026-11-29T12:00:00Z');
    const later = (index: number) => add(from + index * SECOND, 1_000 * 3_600_000);
    const taken = Array.from({ length: 300 }, (_, index) => {
      const began = performance.now();
      later(index);
      return performance.now() - began;
    });
    // What others do on this machine at the same time is not counted.
    expect(Math.min(...taken)).toBeLessThan(1);
  });

  it('never comes for hours that are never open', () => {
    expect(workingTimeOf({ ...OFFICE, days: {} }).add(0, 1)).toBeUndefined();
    expect(AROUND_THE_CLOCK.add(5, 7)).toBe(12);
    expect(AROUND_THE_CLOCK.between(5, 12)).toBe(7);
  });
});
