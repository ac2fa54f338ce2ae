import { badFilter } from './list-filters.js';

export type SortOrder = 'asc' | 'desc';
export type NullsPlace = 'first' | 'last';

/** A filter as it was sent: the names and values in it are still to be checked. */
export type FilterSyntax =
  | { readonly kind: 'all' | 'any'; readonly of: readonly FilterSyntax[] }
  | { readonly kind: 'not'; readonly of: FilterSyntax }
  /** That of a saved view: in its JSON form, whatever the form of the request. */
  | { readonly kind: 'saved'; readonly of: FilterSyntax }
  | ConditionSyntax;

export interface ConditionSyntax {
  readonly kind: 'condition';
  /** `score`, `company.industry`, `customFields.tier`. */
  readonly name: string;
  /** Undefined for the one that goes without saying. */
  readonly operator: string | undefined;
  readonly value: unknown;
}

export interface SortSyntax {
  readonly field: string;
  readonly order: SortOrder;
  readonly nulls: NullsPlace;
}

/** Which part of a list is asked for. */
export interface PageSyntax {
  readonly mode:
    | { readonly kind: 'page'; readonly page: number }
    | { readonly kind: 'cursor'; readonly cursor: string | undefined };
  readonly pageSize: number;
  readonly includeTotal: boolean;
}

/** A list request as it was sent, whichever form it had. */
export interface ListSyntax extends PageSyntax {
  /** Whether values are texts that stand for what they mean (`score=50`), or the values themselves. */
  readonly isText: boolean;
  /** Id of a saved view. */
  readonly view?: string | undefined;
  readonly filter: FilterSyntax | undefined;
  readonly search: string | undefined;
  /** Empty for the default; without a field for the default in another order. */
  readonly sort: readonly SortSyntax[];
  readonly defaultOrder?: SortOrder | undefined;
  readonly fields: readonly string[] | undefined;
  readonly expand: readonly string[];
}

/** Reads the members of a request that are no filters, in the form they were sent in. */
export interface MemberReader {
  has(name: string): boolean;
  /** @throws {BadRequestError} naming the member, as do the others */
  text(name: string): string | undefined;
  integer(name: string): number | undefined;
  flag(name: string): boolean;
  names(name: string): readonly string[] | undefined;
}

export const MAXIMUM_PAGE_SIZE = 200;
export const MAXIMUM_CONDITIONS = 100;
export const MAXIMUM_SORTS = 5;
const DEFAULT_PAGE_SIZE = 20;
const MAXIMUM_PAGE = 1_000_000;
const MAXIMUM_SEARCH = 200;

/** @throws {BadRequestError} naming the member that is out of bounds */
export function readPage(reader: MemberReader): PageSyntax {
  const sizeName = reader.has('limit') ? 'limit' : 'pageSize';
  const pageSize = reader.integer('limit') ?? reader.integer('pageSize') ?? DEFAULT_PAGE_SIZE;
  if (pageSize < 1 || pageSize > MAXIMUM_PAGE_SIZE) {
    throw badFilter(sizeName, `must be from 1 to ${MAXIMUM_PAGE_SIZE}`);
  }
  const page = reader.integer('page');
  if (page !== undefined && (page < 1 || page > MAXIMUM_PAGE))
    throw badFilter('page', `must be from 1 to ${MAXIMUM_PAGE}`);
  const cursor = reader.text('cursor');
  const cursorMode = page === undefined && (reader.has('limit') || cursor !== undefined);
  if (!cursorMode && cursor !== undefined) throw badFilter('cursor', 'goes with limit, not with page');
  return {
    mode: cursorMode ? { kind: 'cursor', cursor } : { kind: 'page', page: page ?? 1 },
    pageSize,
    includeTotal: reader.flag('includeTotal') || !cursorMode,
  };
}

/** Undefined where nothing is searched for. @throws {BadRequestError} */
export function readSearch(reader: MemberReader): string | undefined {
  const search = reader.text('search')?.trim();
  if (search === undefined || search === '') return undefined;
  if (search.length > MAXIMUM_SEARCH)
    throw badFilter('search', `must be at most ${MAXIMUM_SEARCH} characters`);
  return search;
}

/** @throws {BadRequestError} for more than a list is sorted by, or the same twice */
export function checkSorts(member: string, sort: readonly SortSyntax[]): readonly SortSyntax[] {
  if (sort.length > MAXIMUM_SORTS) throw badFilter(member, `must have at most ${MAXIMUM_SORTS} fields`);
  if (new Set(sort.map(({ field }) => field)).size < sort.length)
    throw badFilter(member, 'must name each field once');
  return sort;
}
