import { checkFilter, type ListNames, relationOf } from './list-conditions.js';
import { type ListDates, mayBeLocal } from './list-dates.js';
import { isCustom } from './list-fields.js';
import { badFilter } from './list-filters.js';
import { type ListOrder, type ListSort, orderOf } from './list-order.js';
import type { ListPolicy } from './list-policy.js';
import type { FilterSyntax, ListSyntax, PageSyntax } from './list-syntax.js';
import type { FilterTree } from './list-tree.js';

/** A list request, checked: everything in it is allowed and of the right kind. */
export interface ListRequest extends PageSyntax {
  readonly filter: FilterTree | undefined;
  readonly search: string | undefined;
  /** Those the caller may see. */
  readonly searchFields: readonly string[];
  readonly order: ListOrder;
  /** A search that names no order: the best come first. */
  readonly isRanked: boolean;
}

/** What a request needs to be looked up before it can be checked. */
export interface ListNeeds {
  /** Names of fields that the tenant has added to the record type itself: `customFields.tier`. */
  readonly customFields: readonly string[];
  /** Relations that conditions name, and which fields that the tenant has added to what they lead to. */
  readonly relations: ReadonlyMap<string, readonly string[]>;
  /** What dates mean to the tenant. */
  readonly calendar: boolean;
}

const NOTHING: ListNeeds = { customFields: [], relations: new Map(), calendar: false };

/** A plain list needs nothing. */
export function needsOf({ filter, sort }: Pick<ListSyntax, 'filter' | 'sort'>): ListNeeds {
  const customFields = sort.map(({ field }) => field).filter(isCustom);
  if (filter === undefined) return customFields.length > 0 ? { ...NOTHING, customFields } : NOTHING;
  const relations = new Map<string, string[]>();
  let calendar = false;
  for (const { name, value } of conditionsOf(filter)) {
    const relation = relationOf(name);
    if (isCustom(name)) customFields.push(name);
    else if (relation !== undefined) {
      const theirs = name.slice(relation.length + 1);
      relations.set(relation, [...(relations.get(relation) ?? []), ...(isCustom(theirs) ? [theirs] : [])]);
    }
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    calendar ||= values.some((one) => typeof one === 'string' && mayBeLocal(one));
  }
  return { customFields, relations, calendar };
}

function conditionsOf(filter: FilterSyntax): { name: string; value: unknown }[] {
  switch (filter.kind) {
    case 'all':
    case 'any':
      return filter.of.flatMap(conditionsOf);
    case 'not':
    case 'saved':
      return conditionsOf(filter.of);
    case 'condition':
      return [filter];
  }
}

/** @throws {BadRequestError} naming the field, operator or order that is not allowed */
export function checkRequest(
  syntax: ListSyntax,
  policy: ListPolicy,
  names: ListNames,
  hidden: ReadonlySet<string>,
  dates: ListDates,
): ListRequest {
  const { filter, search, mode, pageSize, includeTotal } = syntax;
  const searchFields = policy.search.filter((field) => !hidden.has(field));
  if (search !== undefined && searchFields.length === 0) throw badFilter('search', 'is not available here');
  return {
    mode,
    pageSize,
    includeTotal,
    filter: filter === undefined ? undefined : checkFilter(filter, names, { isText: syntax.isText, dates }),
    search,
    searchFields,
    order: orderOf(checkSort(syntax, policy, names)),
    isRanked: search !== undefined && syntax.sort.length === 0 && syntax.defaultOrder === undefined,
  };
}

function checkSort({ isText, sort, defaultOrder }: ListSyntax, policy: ListPolicy, { fields }: ListNames) {
  if (sort.length > 0) {
    return sort.map(({ field: name, order, nulls }): ListSort => {
      const field = fields.resolve(name);
      if (field?.sortable === true) return { field, order, nulls };
      const message = `must be of ${fields.sortable().join(', ')}; ${name} is not`;
      throw badFilter(isText ? 'sortBy' : name, isText ? message : 'is nothing to sort by');
    });
  }
  const { field: name, order } = policy.defaultSort;
  const field = fields.resolve(name) ?? fields.resolve('id');
  if (field === undefined) throw badFilter(isText ? 'sortBy' : 'sort', 'must be given');
  return [{ field, order: defaultOrder ?? order, nulls: 'last' } satisfies ListSort];
}
