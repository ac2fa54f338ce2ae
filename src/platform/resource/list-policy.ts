import type { Type } from '@nestjs/common';
import { BadRequestError } from '../../kernel/errors.js';
import {
  badFilter,
  type FilterField,
  type FilterOperator,
  operatorsOf,
  readFilterValue,
} from './list-filters.js';
import type { RecordEntity } from './record.entity.js';

export type SortOrder = 'asc' | 'desc';

export interface ListPolicyOptions<Entity> {
  /** What may be filtered, and as what kind of value. */
  readonly filters: Partial<Record<keyof Entity & string, FilterField>>;
  /** Other names of filterable fields: `tag` for `tags`. */
  readonly aliases?: Readonly<Record<string, keyof Entity & string>>;
  readonly sorts: readonly (keyof Entity & string)[];
  readonly defaultSort: { readonly field: keyof Entity & string; readonly order: SortOrder };
  /** Text fields that `search` looks into. */
  readonly search: readonly (keyof Entity & string)[];
  /** Sortable fields that may be null. */
  readonly nullableSorts?: readonly (keyof Entity & string)[];
}

export interface ListCondition {
  readonly field: string;
  readonly operator: FilterOperator;
  readonly values: readonly unknown[];
}

/** A list request, checked: everything in it is allowed and of the right kind. */
export interface ListRequest {
  readonly conditions: readonly ListCondition[];
  readonly search: string | undefined;
  /** Those the caller may see. */
  readonly searchFields: readonly string[];
  readonly sort: { readonly field: string; readonly order: SortOrder };
  /** A search that names no sort: the best come first. */
  readonly isRanked: boolean;
  readonly mode:
    | { readonly kind: 'page'; readonly page: number }
    | { readonly kind: 'cursor'; readonly cursor: string | undefined };
  readonly pageSize: number;
  readonly includeTotal: boolean;
}

/** The parsed query string: `status=New` is a text, `createdAt[lt]=…` a record of texts. */
export type ListQuery = Readonly<Record<string, unknown>>;

export const MAXIMUM_PAGE_SIZE = 200;
const DEFAULT_PAGE_SIZE = 20;
const MAXIMUM_PAGE = 1_000_000;
const MAXIMUM_VALUES = 100;
const RESERVED_PARAMETERS = [
  'page',
  'pageSize',
  'limit',
  'cursor',
  'includeTotal',
  'sortBy',
  'sortOrder',
  'search',
  'envelope',
] as const;
const RESERVED: ReadonlySet<string> = new Set(RESERVED_PARAMETERS);

/** What the lists of one record type accept. Closed: what it does not name is refused with 400. */
export class ListPolicy {
  readonly filters: ReadonlyMap<string, FilterField>;
  readonly aliases: ReadonlyMap<string, string>;
  readonly sorts: ReadonlySet<string>;
  readonly nullableSorts: ReadonlySet<string>;
  readonly search: readonly string[];
  readonly defaultSort: { readonly field: string; readonly order: SortOrder };

  constructor(options: ListPolicyOptions<Record<string, unknown>>) {
    this.filters = new Map(
      Object.entries(options.filters).flatMap(([field, kind]) => (kind ? [[field, kind]] : [])),
    );
    this.aliases = new Map(Object.entries(options.aliases ?? {}));
    this.sorts = new Set(options.sorts);
    this.nullableSorts = new Set(options.nullableSorts ?? []);
    this.search = options.search;
    this.defaultSort = options.defaultSort;
  }

  /** @throws {BadRequestError} naming the parameter, field or operator that is not allowed. */
  parse(query: ListQuery, hidden: ReadonlySet<string>): ListRequest {
    const pageSize = readInteger(query, 'limit') ?? readInteger(query, 'pageSize') ?? DEFAULT_PAGE_SIZE;
    if (pageSize < 1 || pageSize > MAXIMUM_PAGE_SIZE) {
      throw badFilter(
        query['limit'] === undefined ? 'pageSize' : 'limit',
        `must be from 1 to ${MAXIMUM_PAGE_SIZE}`,
      );
    }
    const page = readInteger(query, 'page');
    if (page !== undefined && (page < 1 || page > MAXIMUM_PAGE))
      throw badFilter('page', `must be from 1 to ${MAXIMUM_PAGE}`);
    const cursor = readText(query, 'cursor');
    const cursorMode = page === undefined && (query['limit'] !== undefined || cursor !== undefined);
    if (!cursorMode && cursor !== undefined) throw badFilter('cursor', 'goes with limit, not with page');
    const searchFields = this.search.filter((field) => !hidden.has(field));
    const search = this.parseSearch(query, searchFields);
    return {
      conditions: this.parseConditions(query, hidden),
      search,
      searchFields,
      sort: this.parseSort(query, hidden),
      isRanked: search !== undefined && query['sortBy'] === undefined && query['sortOrder'] === undefined,
      mode: cursorMode ? { kind: 'cursor', cursor } : { kind: 'page', page: page ?? 1 },
      pageSize,
      includeTotal: readFlag(query, 'includeTotal') || !cursorMode,
    };
  }

  private parseSearch(query: ListQuery, fields: readonly string[]): string | undefined {
    const search = readText(query, 'search')?.trim();
    if (search === undefined || search === '') return undefined;
    if (fields.length === 0) throw badFilter('search', 'is not available here');
    if (search.length > 200) throw badFilter('search', 'must be at most 200 characters');
    return search;
  }

  private parseSort(query: ListQuery, hidden: ReadonlySet<string>): ListRequest['sort'] {
    const field = readText(query, 'sortBy');
    const order = readText(query, 'sortOrder');
    if (order !== undefined && order !== 'asc' && order !== 'desc')
      throw badFilter('sortOrder', 'must be asc or desc');
    if (field === undefined) return { field: this.defaultSort.field, order: order ?? this.defaultSort.order };
    if (!this.sorts.has(field) || hidden.has(field)) {
      throw badFilter(
        'sortBy',
        `must be one of ${[...this.sorts].filter((name) => !hidden.has(name)).join(', ')}`,
      );
    }
    return { field, order: order ?? 'asc' };
  }

  private parseConditions(query: ListQuery, hidden: ReadonlySet<string>): ListCondition[] {
    const conditions: ListCondition[] = [];
    for (const [parameter, raw] of Object.entries(query)) {
      if (RESERVED.has(parameter)) continue;
      const field = this.aliases.get(parameter) ?? parameter;
      const kind = hidden.has(field) ? undefined : this.filters.get(field);
      if (kind === undefined) {
        const message = 'is not a parameter of this list';
        throw new BadRequestError(`${parameter} ${message}`, { details: [{ field: parameter, message }] });
      }
      if (typeof raw === 'object' && raw !== null && !Array.isArray(raw)) {
        for (const [operator, value] of Object.entries(raw)) {
          conditions.push(readCondition(parameter, field, kind, operator, value));
        }
      } else {
        conditions.push(readCondition(parameter, field, kind, kind.kind === 'textList' ? 'has' : 'eq', raw));
      }
    }
    return conditions;
  }
}

export function listPolicy<Entity extends RecordEntity>(
  _entity: Type<Entity>,
  options: ListPolicyOptions<Entity>,
): ListPolicy {
  return new ListPolicy(options);
}

function readCondition(
  parameter: string,
  field: string,
  kind: FilterField,
  name: string,
  raw: unknown,
): ListCondition {
  const operator = operatorsOf(kind).find((candidate) => candidate === name);
  if (operator === undefined) {
    throw badFilter(parameter, `does not have the operator ${name}; it has ${operatorsOf(kind).join(', ')}`);
  }
  if (typeof raw !== 'string') throw badFilter(parameter, 'must be given once, as text');
  if (operator === 'isNull') {
    if (raw !== 'true' && raw !== 'false') throw badFilter(parameter, 'must be true or false');
    return { field, operator, values: [raw === 'true'] };
  }
  const many =
    ['in', 'nin', 'between', 'has'].includes(operator) || (operator === 'eq' && kind.kind !== 'text');
  const texts = many ? raw.split(',') : [raw];
  if (texts.length > MAXIMUM_VALUES) throw badFilter(parameter, `must have at most ${MAXIMUM_VALUES} values`);
  if (operator === 'between' && texts.length !== 2) throw badFilter(parameter, 'must have two values');
  return { field, operator, values: texts.map((value) => readFilterValue(parameter, kind, value)) };
}

function readText(query: ListQuery, name: string): string | undefined {
  const value = query[name];
  if (value === undefined) return undefined;
  if (typeof value !== 'string') throw badFilter(name, 'must be given once, as text');
  return value;
}

function readInteger(query: ListQuery, name: string): number | undefined {
  const value = readText(query, name);
  if (value === undefined) return undefined;
  if (!/^-?\d{1,9}$/.test(value)) throw badFilter(name, 'must be a whole number');
  return Number(value);
}

function readFlag(query: ListQuery, name: string): boolean {
  const value = readText(query, name);
  if (value !== undefined && value !== 'true' && value !== 'false')
    throw badFilter(name, 'must be true or false');
  return value === 'true';
}
