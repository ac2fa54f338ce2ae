import { DateTime } from 'luxon';

export const FORECAST_PERIODS = ['month', 'quarter', 'year'] as const;
export type ForecastPeriod = (typeof FORECAST_PERIODS)[number];

/** Periods of one forecast. */
export const MOST_PERIODS = 60;

/** From the first day of a period to its last one; days as `2026-05-01`. */
export interface PeriodSpan {
  readonly startsOn: string;
  readonly endsOn: string;
}

/** The first day of the period that a day lies in, or of one so many periods later. */
export function periodStart(day: string, period: ForecastPeriod, later = 0): string {
  return isoDay(
    DateTime.fromISO(day, { zone: 'utc' })
      .startOf(period)
      .plus({ [`${period}s`]: later }),
  );
}

export function periodEnd(startsOn: string, period: ForecastPeriod): string {
  return isoDay(DateTime.fromISO(startsOn, { zone: 'utc' }).endOf(period));
}

/** How many periods two days lie apart: 0 in the same one. */
export function periodsBetween(from: string, to: string, period: ForecastPeriod): number {
  const [first, last] = [from, to].map((day) => {
    const { year, month, quarter } = DateTime.fromISO(day, { zone: 'utc' });
    return { month: year * 12 + month, quarter: year * 4 + quarter, year }[period];
  });
  return (last ?? 0) - (first ?? 0);
}

/** The calendar day of a moment in a time zone. @param moment in milliseconds */
export function dayIn(zone: string, moment: number): string {
  return isoDay(DateTime.fromMillis(moment, { zone }));
}

function isoDay(time: DateTime): string {
  return time.toFormat('yyyy-MM-dd');
}
