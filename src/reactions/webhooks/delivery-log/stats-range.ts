import type { QueryParameter } from '../../../platform/http/route-options.js';
import { toUtcMoment } from '../../../platform/http/fields/moment.js';
import { badFilter } from '../../../platform/resource/lists/list-filters.js';
import { type ListQuery, queryReader } from '../../../platform/resource/lists/list-query.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const DEFAULT_LENGTH = DAY;
const LONGEST = 30 * DAY;
/** Longer ranges are shown by days. */
const LONGEST_BY_HOURS = 3 * DAY;

/** As OpenAPI shows them. */
export const STATS_PARAMETERS: readonly QueryParameter[] = [
  { name: 'since', description: 'An ISO 8601 time. Default a day before `until`' },
  { name: 'until', description: 'An ISO 8601 time, at most 30 days after `since`. Default now' },
];

export interface StatsRange {
  readonly since: Date;
  readonly until: Date;
  readonly bucketSize: 'hour' | 'day';
}

/** @throws {BadRequestError} */
export function readStatsRange(query: ListQuery, now: Date): StatsRange {
  const until = timeOf(query, 'until') ?? now;
  const since = timeOf(query, 'since') ?? new Date(until.getTime() - DEFAULT_LENGTH);
  const length = until.getTime() - since.getTime();
  if (length <= 0) throw badFilter('since', 'must be before until');
  if (length > LONGEST) throw badFilter('since', 'must be at most 30 days before until');
  return { since, until, bucketSize: length > LONGEST_BY_HOURS ? 'day' : 'hour' };
}

/** The first moments of all buckets of a range, in their order. */
export function bucketsOf({ since, until, bucketSize }: StatsRange): readonly string[] {
  const size = bucketSize === 'day' ? DAY : HOUR;
  const starts: string[] = [];
  for (let start = Math.floor(since.getTime() / size) * size; start < until.getTime(); start += size)
    starts.push(new Date(start).toISOString());
  return starts;
}

function timeOf(query: ListQuery, name: string): Date | undefined {
  const text = queryReader(query).text(name);
  if (text === undefined) return undefined;
  const moment = toUtcMoment(text);
  if (moment === undefined) throw badFilter(name, 'must be an ISO 8601 time');
  return new Date(moment);
}
