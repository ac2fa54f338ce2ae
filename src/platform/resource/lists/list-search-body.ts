import { badFilter } from './list-filters.js';
import {
  checkSorts,
  type ConditionSyntax,
  type FilterSyntax,
  type ListSyntax,
  MAXIMUM_CONDITIONS,
  type MemberReader,
  readPage,
  readSearch,
  type SortSyntax,
} from './list-syntax.js';

type Body = Readonly<Record<string, unknown>>;

export const DEEPEST_FILTER = 5;
export const MAXIMUM_FILTER_VALUES = 1_000;

const MEMBERS = [
  'view',
  'filter',
  'search',
  'sort',
  'page',
  'pageSize',
  'limit',
  'cursor',
  'includeTotal',
  'fields',
  'expand',
] as const;
const GROUPS = { and: 'all', or: 'any' } as const;
const SHAPE = 'must be {"and": […]}, {"or": […]}, {"not": {…}} or {"field", "operator", "value"}';

/** The JSON form of a list request. Every fault in it is 400. @throws {BadRequestError} */
export function readSearchBody(body: unknown): ListSyntax {
  const given = objectOf('body', body ?? {}, MEMBERS);
  const reader = bodyReader(given);
  const { filter } = given;
  return {
    ...readPage(reader),
    isText: false,
    view: reader.text('view'),
    filter: filter === undefined || filter === null ? undefined : new FilterReader().read(filter, 0),
    search: readSearch(reader),
    sort: readSort(given['sort'] ?? []),
    fields: reader.names('fields'),
    expand: reader.names('expand') ?? [],
  };
}

/** A filter alone, in its JSON form. @throws {BadRequestError} */
export function readFilterBody(filter: unknown): FilterSyntax {
  return new FilterReader().read(filter, 0);
}

/** Counts while it reads, so that neither a deep nor a wide tree costs more than its limits. */
class FilterReader {
  private conditions = 0;
  private values = 0;

  read(given: unknown, depth: number): FilterSyntax {
    const node = objectOf('filter', given);
    const [name, ...others] = Object.keys(node);
    if (name !== 'and' && name !== 'or' && name !== 'not') return this.condition(node);
    if (others.length > 0) throw badFilter('filter', SHAPE);
    if (depth === DEEPEST_FILTER)
      throw badFilter('filter', `must not nest and, or and not deeper than ${DEEPEST_FILTER}`);
    if (name === 'not') return { kind: 'not', of: this.read(node[name], depth + 1) };
    const parts = node[name];
    if (!Array.isArray(parts) || parts.length === 0)
      throw badFilter('filter', `must have a list of at least one filter in ${name}`);
    return { kind: GROUPS[name], of: parts.map((part) => this.read(part, depth + 1)) };
  }

  private condition(node: Body): ConditionSyntax {
    const { field, operator, value } = objectOf('filter', node, ['field', 'operator', 'value']);
    if (typeof field !== 'string') throw badFilter('filter', SHAPE);
    if (operator !== undefined && typeof operator !== 'string')
      throw badFilter(field, 'must have an operator that is a text');
    if (value === undefined) throw badFilter(field, 'must have a value');
    this.conditions += 1;
    if (this.conditions > MAXIMUM_CONDITIONS)
      throw badFilter('filter', `must have at most ${MAXIMUM_CONDITIONS} conditions`);
    this.values += Array.isArray(value) ? value.length : 1;
    if (this.values > MAXIMUM_FILTER_VALUES)
      throw badFilter('filter', `must have at most ${MAXIMUM_FILTER_VALUES} values`);
    return { kind: 'condition', name: field, operator, value };
  }
}

function readSort(given: unknown): readonly SortSyntax[] {
  if (!Array.isArray(given)) throw badFilter('sort', 'must be a list');
  const sort = given.map((one: unknown) => {
    const { field, order = 'asc', nulls = 'last' } = objectOf('sort', one, ['field', 'order', 'nulls']);
    if (typeof field !== 'string') throw badFilter('sort', 'must name a field in each');
    if (order !== 'asc' && order !== 'desc') throw badFilter('sort', 'must have the order asc or desc');
    if (nulls !== 'first' && nulls !== 'last') throw badFilter('sort', 'must have nulls first or last');
    return { field, order, nulls } as const;
  });
  return checkSorts('sort', sort);
}

/** `null` is what is not there: `"cursor": page.nextCursor` asks for the first page after the last one. */
function bodyReader(body: Body): MemberReader {
  const read = <Value>(
    name: string,
    is: (value: unknown) => value is Value,
    what: string,
  ): Value | undefined => {
    const value = body[name] ?? undefined;
    if (value === undefined) return undefined;
    if (!is(value)) throw badFilter(name, `must be ${what}`);
    return value;
  };
  return {
    has: (name) => (body[name] ?? undefined) !== undefined,
    text: (name) => read(name, isText, 'a text'),
    integer: (name) => read(name, isInteger, 'a whole number'),
    flag: (name) => read(name, isFlag, 'true or false') ?? false,
    names: (name) => read(name, isTexts, 'a list of names'),
  };
}

function objectOf(member: string, value: unknown, known?: readonly string[]): Body {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw badFilter(member, member === 'filter' ? SHAPE : 'must be an object');
  }
  const unknown = known === undefined ? undefined : Object.keys(value).find((name) => !known.includes(name));
  if (unknown !== undefined) throw badFilter(unknown, `is not one of ${known?.join(', ') ?? ''}`);
  return { ...value };
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isInteger(value: unknown): value is number {
  return Number.isInteger(value);
}

function isFlag(value: unknown): value is boolean {
  return typeof value === 'boolean';
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every(isText);
}
