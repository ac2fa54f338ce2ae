import { isId } from '../../../kernel/identifiers.js';
import { type ListDates, RELATIVE_DATES, type TimeSpan } from './list-dates.js';
import { badFilter, type FilterField } from './list-filters.js';
import type { RecordLink } from '../relations/record-link.js';

const MAXIMUM_TEXT = 10_000;

/** How the values of one request are read. */
export interface ValueReading {
  /** Whether numbers and booleans come as texts, as in a query. */
  readonly isText: boolean;
  readonly dates: ListDates;
}

/**
 * A value of a field's kind, a `TimeSpan` for one that holds times.
 *
 * @param name of the field, as the caller wrote it
 * @throws {BadRequestError} when it is none
 */
export function readFilterValue(
  name: string,
  field: FilterField,
  raw: unknown,
  { isText, dates }: ValueReading,
): unknown {
  switch (field.kind) {
    case 'text':
    case 'textList':
      return field.isLowerCase === true ? textOf(name, raw).toLowerCase() : textOf(name, raw);
    case 'enum':
      if (field.values?.some((value) => value === raw) !== true)
        throw badFilter(name, `must be one of ${field.values?.join(', ')}`);
      return raw;
    case 'id':
      if (!isId(raw)) throw badFilter(name, 'must be an id');
      return raw;
    case 'links':
      return linkOf(name, field, raw);
    case 'boolean':
      return booleanOf(name, raw, isText);
    case 'number': {
      const value = isText ? numberOf(raw) : raw;
      if (typeof value !== 'number' || !Number.isFinite(value)) throw badFilter(name, 'must be a number');
      return value;
    }
    case 'dateTime':
      return spanOf(name, raw, dates);
    case 'date': {
      const day = dates.day(textOf(name, raw));
      if (day === undefined) throw badFilter(name, 'must be a date, as 2026-01-31 or today-7d');
      return day;
    }
  }
}

/** @throws {BadRequestError} */
export function booleanOf(name: string, raw: unknown, isText: boolean): boolean {
  if (raw === (isText ? 'true' : true)) return true;
  if (raw === (isText ? 'false' : false)) return false;
  throw badFilter(name, 'must be true or false');
}

function linkOf(name: string, { resource }: FilterField, raw: unknown): RecordLink {
  if (resource !== undefined) {
    if (!isId(raw)) throw badFilter(name, 'must be an id');
    return { resource, id: raw.toLowerCase() };
  }
  const [, named = '', id = ''] = /^([a-z-]{1,50}):(.+)$/.exec(textOf(name, raw)) ?? [];
  if (!isId(id)) throw badFilter(name, 'must be a resource and an id, contact:<id>');
  return { resource: named, id: id.toLowerCase() };
}

function textOf(name: string, raw: unknown): string {
  if (typeof raw !== 'string' || raw.length > MAXIMUM_TEXT)
    throw badFilter(name, `must be a text of at most ${MAXIMUM_TEXT} characters`);
  return raw;
}

function numberOf(raw: unknown): number {
  return typeof raw !== 'string' || raw.trim() === '' ? Number.NaN : Number(raw);
}

function spanOf(name: string, raw: unknown, dates: ListDates): TimeSpan {
  const span = dates.span(textOf(name, raw));
  if (span === undefined)
    throw badFilter(name, `must be an ISO 8601 date or time, or a relative one: ${RELATIVE_DATES}`);
  return span;
}
