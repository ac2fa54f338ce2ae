import { Big } from 'big.js';
import { minorUnitsOf } from '../../../kernel/minor-units.js';
import type { ForecastItemDto } from './dto/forecast-item.dto.js';
import type { DealSums } from './forecast-deals.js';
import { type ForecastPeriod, periodEnd } from './forecast-periods.js';
import type { PeriodQuota } from './forecast-quotas.js';

type Place = Pick<DealSums, 'startsOn' | 'groupId' | 'currency'>;

/** One row for each period, group and currency that has deals or a quota, in their order. */
export function forecastRows(
  sums: readonly DealSums[],
  quotas: readonly PeriodQuota[],
  period: ForecastPeriod,
): ForecastItemDto[] {
  const amounts = new Map(quotas.map((quota) => [keyOf(quota), quota.amount]));
  const counted = new Set(sums.map(keyOf));
  const endOf = periodEnds(period);
  const rows = [
    ...sums.map((sum) => rowOf(sum, sum, amounts.get(keyOf(sum)), endOf)),
    ...quotas
      .filter((quota) => !counted.has(keyOf(quota)))
      .map((quota) => rowOf(quota, {}, quota.amount, endOf)),
  ];
  const ordered = rows.map((row) => ({ row, order: orderOf(row) }));
  return ordered.sort((one, other) => (one.order < other.order ? -1 : 1)).map(({ row }) => row);
}

/** Periods are few, and thousands of rows ask for their ends. */
function periodEnds(period: ForecastPeriod): (startsOn: string) => string {
  const ends = new Map<string, string>();
  return (startsOn) => {
    const end = ends.get(startsOn) ?? periodEnd(startsOn, period);
    ends.set(startsOn, end);
    return end;
  };
}

function rowOf(
  { startsOn, groupId, currency }: Place,
  sums: Partial<DealSums>,
  quota: number | undefined,
  endOf: (startsOn: string) => string,
): ForecastItemDto {
  const { pipeline = 0, bestCase = 0, commit = 0, omitted = 0, closed = 0, weighted = 0 } = sums;
  const { openCount = 0, closedCount = 0, omittedCount = 0 } = sums;
  const open = new Big(pipeline ?? 0).plus(bestCase ?? 0).plus(commit ?? 0);
  return {
    startsOn,
    endsOn: endOf(startsOn),
    groupId,
    currency,
    count: openCount + closedCount + omittedCount,
    openCount,
    closedCount,
    open: open.toNumber(),
    weighted: new Big(weighted ?? 0).times('0.01').round(minorUnitsOf(currency), Big.roundHalfUp).toNumber(),
    categories: {
      pipeline: pipeline ?? 0,
      bestCase: bestCase ?? 0,
      commit: commit ?? 0,
      omitted: omitted ?? 0,
      closed: closed ?? 0,
    },
    ...attained(closed ?? 0, quota),
  };
}

function attained(
  closed: number,
  quota: number | undefined,
): Pick<ForecastItemDto, 'quota' | 'attainment' | 'gap'> {
  if (quota === undefined) return { quota: null, attainment: null, gap: null };
  const attainment =
    quota === 0 ? null : new Big(closed).times(100).div(quota).round(2, Big.roundHalfUp).toNumber();
  return { quota, attainment, gap: new Big(quota).minus(closed).toNumber() };
}

function keyOf({ startsOn, groupId, currency }: Place): string {
  return `${startsOn} ${groupId} ${currency}`;
}

/** Who is nobody comes last. */
function orderOf({ startsOn, groupId, currency }: Place): string {
  return `${startsOn} ${groupId ?? '~'} ${currency}`;
}
