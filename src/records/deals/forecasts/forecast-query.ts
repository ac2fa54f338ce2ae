import { BadRequestError } from '../../../kernel/errors.js';
import { isId } from '../../../kernel/identifiers.js';
import { isCalendarDay } from '../../../platform/http/fields/moment.js';
import { CURRENCY } from '../../../platform/http/fields/text-checks.js';
import type { QueryParameter } from '../../../platform/http/route-options.js';
import {
  FORECAST_PERIODS,
  type ForecastPeriod,
  MOST_PERIODS,
  periodEnd,
  periodsBetween,
  periodStart,
} from './forecast-periods.js';

export const FORECAST_GROUPS = ['owner', 'team', 'pipeline'] as const;
export type ForecastGroup = (typeof FORECAST_GROUPS)[number];

/** What of the deals is forecast, and how it is laid out. Both days are the first and the last of a period. */
export interface ForecastRequest {
  readonly from: string;
  readonly to: string;
  readonly period: ForecastPeriod;
  readonly groupBy: ForecastGroup | undefined;
  readonly pipelineId: string | undefined;
  readonly ownerId: string | undefined;
  readonly teamId: string | undefined;
  readonly currency: string | undefined;
}

export const FORECAST_PARAMETERS: readonly QueryParameter[] = [
  {
    name: 'from',
    description: 'A day such as 2026-05-01; the whole period that it lies in. Default: today',
  },
  {
    name: 'to',
    description: `A day; the whole period that it lies in. At most ${MOST_PERIODS} periods. Default: a year in all`,
  },
  { name: 'period', description: 'Default: month', schema: { type: 'string', enum: [...FORECAST_PERIODS] } },
  {
    name: 'groupBy',
    description: 'Default: all deals together',
    schema: { type: 'string', enum: [...FORECAST_GROUPS] },
  },
  { name: 'pipelineId', description: 'Only deals in this pipeline' },
  { name: 'ownerId', description: 'Only deals of this user' },
  { name: 'teamId', description: 'Only deals of users who are in this team now' },
  { name: 'currency', description: 'Only deals in this currency' },
];

const PERIODS_OF_A_YEAR = { month: 12, quarter: 4, year: 1 } as const;

type Query = Readonly<Record<string, unknown>>;

/** @param today as the tenant counts its days @throws {BadRequestError} 400 */
export function readForecastRequest(query: Query, today: string): ForecastRequest {
  const period = read(query, 'period', oneOf(FORECAST_PERIODS)) ?? 'month';
  const from = periodStart(read(query, 'from', asDay) ?? today, period);
  const last = read(query, 'to', asDay) ?? periodStart(from, period, PERIODS_OF_A_YEAR[period] - 1);
  const periods = periodsBetween(from, last, period) + 1;
  if (periods < 1) throw badQuery('to', 'must not be before from');
  if (periods > MOST_PERIODS) throw badQuery('to', `must be at most ${MOST_PERIODS} ${period}s after from`);
  return {
    from,
    to: periodEnd(last, period),
    period,
    groupBy: read(query, 'groupBy', oneOf(FORECAST_GROUPS)),
    pipelineId: read(query, 'pipelineId', asId),
    ownerId: read(query, 'ownerId', asId),
    teamId: read(query, 'teamId', asId),
    currency: read(query, 'currency', asCurrency),
  };
}

export function badQuery(field: string, message: string): BadRequestError {
  return new BadRequestError(`${field} ${message}`, { details: [{ field, message }] });
}

interface Reader<Value extends string> {
  readonly message: string;
  readonly accepts: (text: string) => text is Value;
}

const asDay: Reader<string> = {
  message: 'must be a day such as 2026-05-01',
  accepts: (text): text is string => isCalendarDay(text),
};
const asId: Reader<string> = {
  message: 'must be an id',
  accepts: (text): text is string => isId(text),
};
const asCurrency: Reader<string> = {
  message: CURRENCY.message,
  accepts: (text): text is string => CURRENCY.check(text),
};

function oneOf<Value extends string>(values: readonly Value[]): Reader<Value> {
  return {
    message: `must be one of ${values.join(', ')}`,
    accepts: (text): text is Value => values.some((value) => value === text),
  };
}

function read<Value extends string>(
  query: Query,
  field: string,
  { accepts, message }: Reader<Value>,
): Value | undefined {
  const value = query[field];
  if (value === undefined) return undefined;
  if (typeof value !== 'string' || !accepts(value)) throw badQuery(field, message);
  return value;
}
