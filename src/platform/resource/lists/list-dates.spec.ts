import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ListDates, mayBeLocal } from './list-dates.js';

const BERLIN = 'Europe/Berlin';

function span(text: string, now: string, zone = BERLIN): string | undefined {
  const found = new ListDates(zone, new Date(now)).span(text);
  return found === undefined ? undefined : [found.from, found.to ?? 'moment'].join(' ');
}

describe('dates in lists', () => {
  /** A Thursday, 00:30 in Berlin while it is still Wednesday in UTC. */
  const now = '2026-05-13T22:30:00.000Z';

  it.each([
    ['now', '2026-05-13T22:30:00.000Z moment'],
    ['now-2h', '2026-05-13T20:30:00.000Z moment'],
    ['now+90m', '2026-05-14T00:00:00.000Z moment'],
    ['now 90m', '2026-05-14T00:00:00.000Z moment'],
    ['today', '2026-05-13T22:00:00.000Z 2026-05-14T22:00:00.000Z'],
    ['yesterday', '2026-05-12T22:00:00.000Z 2026-05-13T22:00:00.000Z'],
    ['tomorrow', '2026-05-14T22:00:00.000Z 2026-05-15T22:00:00.000Z'],
    ['today-7d', '2026-05-06T22:00:00.000Z 2026-05-07T22:00:00.000Z'],
    ['today+1w', '2026-05-20T22:00:00.000Z 2026-05-21T22:00:00.000Z'],
    ['today-1y', '2025-05-13T22:00:00.000Z 2025-05-14T22:00:00.000Z'],
    ['today-2h', '2026-05-13T20:00:00.000Z moment'],
    ['startOfWeek', '2026-05-10T22:00:00.000Z moment'],
    ['startOfMonth', '2026-04-30T22:00:00.000Z moment'],
    ['startOfMonth-1mo', '2026-03-31T22:00:00.000Z moment'],
    ['startOfMonth-2mo', '2026-02-28T23:00:00.000Z moment'],
    ['startOfQuarter', '2026-03-31T22:00:00.000Z moment'],
    ['startOfYear', '2025-12-31T23:00:00.000Z moment'],
    ['2026-01-31', '2026-01-30T23:00:00.000Z 2026-01-31T23:00:00.000Z'],
    ['2026-01-31T12:00:00+02:00', '2026-01-31T10:00:00.000Z moment'],
    ['9999-12-31', '9999-12-30T23:00:00.000Z 9999-12-31T23:00:00.000Z'],
    ['0001-01-01', '0001-01-01T00:00:00.000Z 0001-01-01T23:06:32.000Z'],
  ])('read %s', (text, expected) => {
    expect(span(text, now)).toBe(expected);
  });

  it.each([
    ['the day on which clocks go forward', '2026-03-29', '2026-03-28T23:00:00.000Z 2026-03-29T22:00:00.000Z'],
    ['the day on which clocks go back', '2026-10-25', '2026-10-24T22:00:00.000Z 2026-10-25T23:00:00.000Z'],
  ])('give %s its own length', (_what, text, expected) => {
    expect(span(text, now)).toBe(expected);
  });

  it('count days on the calendar and hours on the clock', () => {
    const afterTheChange = '2026-03-29T10:00:00.000Z';
    expect(span('now-1d', afterTheChange)).toBe('2026-03-28T11:00:00.000Z moment');
    expect(span('now-24h', afterTheChange)).toBe('2026-03-28T10:00:00.000Z moment');
    // There was no midnight: clocks went from 23:59:59 to 01:00.
    const zone = 'America/Sao_Paulo';
    expect(span('2018-11-04', now, zone)).toBe('2018-11-04T03:00:00.000Z 2018-11-05T02:00:00.000Z');
  });

  it.each(['', 'soon', 'Today', 'today-', 'today-7', 'today-7x', 'today--7d', 'today-1.5d', 'startOfDay'])(
    'do not know %j',
    (text) => expect(span(text, now)).toBeUndefined(),
  );

  it.each(['2026-02-30', 'today-999999y', 'today+9000y', 'now-1d-1d', 'startOfMonth -1mo', '2026-01'])(
    'refuse %s',
    (text) => expect(span(text, now)).toBeUndefined(),
  );

  it('take nothing that is relative where there is no now', () => {
    expect(new ListDates('UTC').span('today')).toBeUndefined();
    expect(new ListDates('UTC').span('2026-01-31')).toBeDefined();
  });

  it('know days of the calendar, relative ones in the time zone', () => {
    const dates = new ListDates(BERLIN, new Date(now));
    const days = ['2026-01-31', 'today', 'startOfMonth', 'now', '2026-01-31T00:00:00Z'];
    expect(days.map((text) => dates.day(text))).toEqual([
      '2026-01-31',
      '2026-05-14',
      '2026-05-01',
      undefined,
      undefined,
    ]);
  });

  it('cover all time with days, none twice', () => {
    const zones = fc.constantFrom(BERLIN, 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'UTC');
    const time = fc.date({ min: new Date('2000-01-01'), max: new Date('2037-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(zones, time, (zone, moment) => {
        const dates = new ListDates(zone, moment);
        const [before, day, after] = ['yesterday', 'today', 'tomorrow'].map((text) => dates.span(text));
        const at = moment.toISOString();
        expect([before?.to, day?.to]).toEqual([day?.from, after?.from]);
        expect(String(day?.from) <= at && at < String(day?.to)).toBe(true);
      }),
    );
  });

  it('tell of every text that is local', () => {
    const dates = new ListDates(BERLIN, new Date(now));
    const words = ['now', 'today', 'yesterday-1d', 'tomorrow', 'startOfWeek', '2026-01-31'];
    expect(words.filter((text) => dates.span(text) !== undefined && mayBeLocal(text))).toEqual(words);
    expect(mayBeLocal('2026-01-31T00:00:00Z')).toBe(false);
    expect(mayBeLocal('2026-01-31T00:00:00Z,2026-02-01')).toBe(true);
  });
});
