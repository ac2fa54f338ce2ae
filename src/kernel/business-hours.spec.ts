import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { faultsOfBusinessHours, isTimeOfDay, type OpeningInterval, WEEKDAYS } from './business-hours.js';

function onMonday(...monday: OpeningInterval[]) {
  return faultsOfBusinessHours({ timeZone: 'Europe/Berlin', days: { monday }, holidays: [] });
}

function timeOf(minute: number): string {
  const two = (number: number) => String(number).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

/** The plain way: paint every minute, and see whether one is painted twice. */
function isPaintedTwice(intervals: readonly (readonly [number, number])[]): boolean {
  const minutes = new Uint8Array(24 * 60);
  for (const [from, to] of intervals) {
    for (let minute = from; minute < to; minute += 1) minutes[minute] = (minutes[minute] ?? 0) + 1;
  }
  return minutes.some((count) => count > 1);
}

describe('business hours', () => {
  it('may touch, stand in any order, and last until midnight', () => {
    expect(onMonday({ from: '13:00', to: '24:00' }, { from: '09:00', to: '13:00' })).toEqual([]);
    expect(faultsOfBusinessHours({ timeZone: 'UTC', days: {}, holidays: [] })).toEqual([]);
  });

  it('name the interval that is wrong', () => {
    expect(onMonday({ from: '09:00', to: '12:00' }, { from: '17:00', to: '17:00' })).toMatchObject([
      { field: 'days.monday.1.to' },
    ]);
    expect(onMonday({ from: '11:59', to: '17:00' }, { from: '09:00', to: '12:00' })).toMatchObject([
      { field: 'days.monday.0' },
    ]);
  });

  it.each(['Mars/Olympus', '+02:00', '', 'Europe'])('refuse the zone %j', (timeZone) => {
    expect(faultsOfBusinessHours({ timeZone, days: {}, holidays: [] })).toMatchObject([
      { field: 'timeZone' },
    ]);
  });

  it('are found to overlap exactly when a minute of a day is open twice', () => {
    const minute = fc.integer({ min: 0, max: 24 * 60 });
    // Short ones, so that days without an overlap are frequent too.
    const interval = fc
      .tuple(minute, fc.integer({ min: 1, max: 180 }))
      .filter(([from, length]) => from + length <= 24 * 60)
      .map(([from, length]) => [from, from + length] as const);
    const day = fc.constantFrom(...WEEKDAYS);
    fc.assert(
      fc.property(day, fc.array(interval, { maxLength: 6 }), (name, intervals) => {
        const shown = intervals.map(([from, to]) => ({ from: timeOf(from), to: timeOf(to) }));
        const faults = faultsOfBusinessHours({ timeZone: 'UTC', days: { [name]: shown }, holidays: [] });
        expect(faults.length > 0).toBe(isPaintedTwice(intervals));
      }),
    );
  });

  it('know every minute of a day, and nothing else', () => {
    for (let minute = 0; minute <= 24 * 60; minute += 1) expect(isTimeOfDay(timeOf(minute))).toBe(true);
    for (const text of ['24:01', '9:00', '09:60', '25:00', '09:00:00', ''])
      expect(isTimeOfDay(text)).toBe(false);
  });
});
