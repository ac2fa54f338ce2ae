import { BadRequestError } from '../../../kernel/errors.js';
import { toUtcMoment } from '../../../platform/http/fields/moment.js';
import type { QueryParameter } from '../../../platform/http/route-options.js';
import { LONGEST_RANGE } from './calendar-limits.js';

/** From one moment to another, itself no part of it; in milliseconds. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

const DAY = 86_400_000;

export const RANGE_PARAMETERS: readonly QueryParameter[] = [
  { name: 'from', description: 'Required: a time, or a day for its first moment in UTC' },
  { name: 'to', description: `Required: itself no part of it; at most ${LONGEST_RANGE} days after from` },
];

/** @throws {BadRequestError} 400 for a range that is none, or too long */
export function readRange(query: Readonly<Record<string, unknown>>): TimeRange {
  const [from, to] = [readMoment(query, 'from'), readMoment(query, 'to')];
  if (to <= from) throw badQuery('to', 'must be after from');
  if (to - from > LONGEST_RANGE * DAY)
    throw badQuery('to', `must be at most ${LONGEST_RANGE} days after from`);
  return { from, to };
}

export function badQuery(field: string, message: string): BadRequestError {
  return new BadRequestError(`${field} ${message}`, { details: [{ field, message }] });
}

function readMoment(query: Readonly<Record<string, unknown>>, field: string): number {
  const value = query[field];
  if (value === undefined) throw badQuery(field, 'is required');
  const moment = typeof value === 'string' ? toUtcMoment(value) : undefined;
  if (moment === undefined) throw badQuery(field, 'must be an ISO 8601 time');
  return Date.parse(moment);
}
