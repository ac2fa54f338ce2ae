import { BadRequestError } from '../../../kernel/errors.js';
import type { RecordLink } from '../relations/record-link.js';

export const FILTER_OPERATORS = [
  'eq',
  'ne',
  'in',
  'nin',
  'gt',
  'gte',
  'lt',
  'lte',
  'between',
  'contains',
  'startsWith',
  'endsWith',
  'isNull',
  'has',
  'hasAll',
] as const;
export type FilterOperator = (typeof FILTER_OPERATORS)[number];

/** What a filterable field holds: decides its operators and how its values are read. */
export interface FilterField {
  readonly kind: 'text' | 'enum' | 'number' | 'dateTime' | 'date' | 'id' | 'boolean' | 'textList' | 'links';
  readonly values?: readonly string[];
  /** Of links: the one resource they are searched for; otherwise each value names its own, `contact:<id>`. */
  readonly resource?: string;
  /** The property that is looked into, and hidden together with; default the one of its name. */
  readonly property?: string;
  /** Of text that is stored in lower case: what is looked for is read so, too. */
  readonly isLowerCase?: boolean;
}

const EQUALITY = ['eq', 'ne', 'in', 'nin', 'isNull'] as const;
const ORDER = ['gt', 'gte', 'lt', 'lte', 'between'] as const;

const OPERATORS: Readonly<Record<FilterField['kind'], readonly FilterOperator[]>> = {
  text: [...EQUALITY, 'contains', 'startsWith', 'endsWith'],
  enum: EQUALITY,
  id: EQUALITY,
  boolean: ['eq', 'ne', 'isNull'],
  number: [...EQUALITY, ...ORDER],
  dateTime: [...EQUALITY, ...ORDER],
  date: [...EQUALITY, ...ORDER],
  textList: ['has', 'hasAll', 'isNull'],
  links: ['has'],
};

export const text: FilterField = { kind: 'text' };
export const lowerCaseText: FilterField = { kind: 'text', isLowerCase: true };
export const number: FilterField = { kind: 'number' };
export const dateTime: FilterField = { kind: 'dateTime' };
export const date: FilterField = { kind: 'date' };
export const id: FilterField = { kind: 'id' };
export const boolean: FilterField = { kind: 'boolean' };
export const textList: FilterField = { kind: 'textList' };
export const links: FilterField = { kind: 'links' };
export const linksTo = <Property extends string>(resource: string, property: Property) =>
  ({ kind: 'links', resource, property }) as const satisfies FilterField;
export const oneOf = (values: readonly string[]): FilterField => ({ kind: 'enum', values });

export function operatorsOf(field: FilterField): readonly FilterOperator[] {
  return OPERATORS[field.kind];
}

/** 400: lists of this record type have no such field, or it does not exist for the caller. */
export class UnknownFieldError extends BadRequestError {
  constructor(field: string) {
    const message = 'is not a parameter of this list';
    super(`${field} ${message}`, { details: [{ field, message }] });
  }
}

export function badFilter(field: string, message: string): BadRequestError {
  return new BadRequestError(`${field} ${message}`, { details: [{ field, message }] });
}

function isLink(value: unknown): value is RecordLink {
  return typeof value === 'object' && value !== null && 'resource' in value;
}

/** One condition, with `$n` places for its values. Of a null column only `ne`, `nin` and `isNull` are true. */
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
    case 'endsWith':
      return `${column} ILIKE ${bind(`%${escapeLike(String(first))}`)}`;
    case 'isNull':
      return `${column} IS ${first === true ? '' : 'NOT '}NULL`;
    case 'has':
      return isLink(first)
        ? `${column} @> ANY (${bind(values.map((link) => JSON.stringify([link])))}::jsonb[])`
        : `${column} && ${bind(values)}::text[]`;
    case 'hasAll':
      return `${column} @> ${bind(values)}::text[]`;
  }
}

function isInteger32(value: number): boolean {
  return value === Math.trunc(value) && Math.abs(value) < 2 ** 31;
}

export function escapeLike(value: string): string {
  return value.replace(/[\\%_]/g, (special) => `\\${special}`);
}
