import { BadRequestError } from '../../kernel/errors.js';
import { isId } from '../../kernel/identifiers.js';
import { isCalendarDay, toUtcMoment } from '../http/fields/moment.js';

export type FilterOperator =
  | 'eq'
  | 'ne'
  | 'in'
  | 'nin'
  | 'gt'
  | 'gte'
  | 'lt'
  | 'lte'
  | 'between'
  | 'contains'
  | 'startsWith'
  | 'isNull'
  | 'has';

/** What a filterable field holds: decides its operators and how its values are read. */
export interface FilterField {
  readonly kind: 'text' | 'enum' | 'number' | 'dateTime' | 'date' | 'id' | 'boolean' | 'textList';
  readonly values?: readonly string[];
}

const EQUALITY = ['eq', 'ne', 'in', 'nin', 'isNull'] as const;
const ORDER = ['gt', 'gte', 'lt', 'lte', 'between'] as const;

const OPERATORS: Readonly<Record<FilterField['kind'], readonly FilterOperator[]>> = {
  text: [...EQUALITY, 'contains', 'startsWith'],
  enum: EQUALITY,
  id: EQUALITY,
  boolean: ['eq', 'ne', 'isNull'],
  number: [...EQUALITY, ...ORDER],
  dateTime: [...EQUALITY, ...ORDER],
  date: [...EQUALITY, ...ORDER],
  textList: ['has', 'isNull'],
};

export const text: FilterField = { kind: 'text' };
export const number: FilterField = { kind: 'number' };
export const dateTime: FilterField = { kind: 'dateTime' };
export const date: FilterField = { kind: 'date' };
export const id: FilterField = { kind: 'id' };
export const boolean: FilterField = { kind: 'boolean' };
export const textList: FilterField = { kind: 'textList' };
export const oneOf = (values: readonly string[]): FilterField => ({ kind: 'enum', values });

export function operatorsOf(field: FilterField): readonly FilterOperator[] {
  return OPERATORS[field.kind];
}

export function badFilter(field: string, message: string): BadRequestError {
  return new BadRequestError(`${field} ${message}`, { details: [{ field, message }] });
}

/** @throws {BadRequestError} when the text is no value of the field's kind. */
export function readFilterValue(name: string, field: FilterField, raw: string): unknown {
  switch (field.kind) {
    case 'text':
    case 'textList':
      return raw;
    case 'enum':
      if (field.values?.includes(raw) !== true)
        throw badFilter(name, `must be one of ${field.values?.join(', ')}`);
      return raw;
    case 'id':
      if (!isId(raw)) throw badFilter(name, 'must be an id');
      return raw;
    case 'boolean':
      if (raw !== 'true' && raw !== 'false') throw badFilter(name, 'must be true or false');
      return raw === 'true';
    case 'number': {
      const value = raw.trim() === '' ? Number.NaN : Number(raw);
      if (!Number.isFinite(value)) throw badFilter(name, 'must be a number');
      return value;
    }
    case 'date':
      if (!isCalendarDay(raw)) throw badFilter(name, 'must be a date such as 2024-05-01');
      return raw;
    case 'dateTime': {
      const value = toUtcMoment(raw);
      if (value === undefined) throw badFilter(name, 'must be an ISO 8601 date or time');
      return value;
    }
  }
}

/** One condition, with `$n` places for its values. */
export function compileFilter(
  column: string,
  operator: FilterOperator,
  values: readonly unknown[],
  place: (value: unknown) => string,
): string {
  const [first, second] = values;
  const isWide = values.some((value) => typeof value === 'number' && !isInteger32(value));
  const bind = (value: unknown): string => {
    // A number that no integer column holds (9.5, 1e20) is compared as what it is instead of being refused.
    const cast = isWide ? `::numeric${Array.isArray(value) ? '[]' : ''}` : '';
    return place(value) + cast;
  };
  switch (operator) {
    case 'eq':
      return values.length > 1 ? `${column} = ANY (${bind(values)})` : `${column} = ${bind(first)}`;
    case 'ne':
      return `${column} IS DISTINCT FROM ${bind(first)}`;
    case 'in':
      return `${column} = ANY (${bind(values)})`;
    case 'nin':
      return `(${column} <> ALL (${bind(values)}) OR ${column} IS NULL)`;
    case 'gt':
      return `${column} > ${bind(first)}`;
    case 'gte':
      return `${column} >= ${bind(first)}`;
    case 'lt':
      return `${column} < ${bind(first)}`;
    case 'lte':
      return `${column} <= ${bind(first)}`;
    case 'between':
      return `${column} BETWEEN ${bind(first)} AND ${bind(second)}`;
    case 'contains':
      return `${column} ILIKE ${bind(`%${escapeLike(String(first))}%`)}`;
    case 'startsWith':
      return `${column} ILIKE ${bind(`${escapeLike(String(first))}%`)}`;
    case 'isNull':
      return `${column} IS ${first === true ? '' : 'NOT '}NULL`;
    case 'has':
      return `${column} && ${bind(values)}::text[]`;
  }
}

function isInteger32(value: number): boolean {
  return value === Math.trunc(value) && Math.abs(value) < 2 ** 31;
}

export function escapeLike(value: string): string {
  return value.replace(/[\\%_]/g, (special) => `\\${special}`);
}
