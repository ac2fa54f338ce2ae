import type { RecordScope } from '../../access/record-scope.js';
import type { TimeSpan } from './list-dates.js';
import type { ListField } from './list-fields.js';
import type { FilterOperator } from './list-filters.js';
import type { ListFields } from './list-fields.js';
import type { RelatedSource } from '../relations/related-source.js';

/** A checked filter: everything in it is allowed and of the right kind. */
export type FilterTree =
  | { readonly kind: 'all' | 'any'; readonly of: readonly FilterTree[] }
  | { readonly kind: 'not'; readonly of: FilterTree }
  /** There is a related record, within the caller's reach, of which `of` is true. */
  | { readonly kind: 'related'; readonly relation: BoundRelation; readonly of: FilterTree }
  | FilterCondition;

export interface FilterCondition {
  readonly kind: 'condition';
  readonly field: ListField;
  readonly operator: FilterOperator;
  readonly values: readonly unknown[];
}

/** A way from one record type to another, for one caller. */
export interface BoundRelation {
  /** `company`. */
  readonly name: string;
  /** The property that holds the id: `primaryCompanyId`. */
  readonly property: string;
  /** SQL of that id. @param alias of the record's table */
  column(alias: string): string;
  readonly source: RelatedSource;
  /** Which of the related records the caller reaches; undefined for all. */
  readonly scope: RecordScope | undefined;
  /** What of them the caller may name. */
  readonly fields: ListFields;
}

/**
 * A condition on a field that holds times, in terms of moments: `eq` of a day is true within it, `gt` from its end on,
 * `lte` up to its end.
 */
export function timeCondition(
  field: ListField,
  operator: FilterOperator,
  spans: readonly TimeSpan[],
): FilterTree {
  const [first, second] = spans;
  const is = (moment: FilterOperator, value: string): FilterTree => ({
    kind: 'condition',
    field,
    operator: moment,
    values: [value],
  });
  const within = ({ from, to }: TimeSpan): FilterTree =>
    to === undefined ? is('eq', from) : { kind: 'all', of: [is('gte', from), is('lt', to)] };
  const until = ({ from, to }: TimeSpan): FilterTree => (to === undefined ? is('lte', from) : is('lt', to));
  if (first === undefined) throw new TypeError(`${operator} needs a value`);
  switch (operator) {
    case 'gt':
      return first.to === undefined ? is('gt', first.from) : is('gte', first.to);
    case 'gte':
      return is('gte', first.from);
    case 'lt':
      return is('lt', first.from);
    case 'lte':
      return until(first);
    case 'between':
      return { kind: 'all', of: [is('gte', first.from), until(second ?? first)] };
    case 'ne':
    case 'nin':
      return { kind: 'not', of: { kind: 'any', of: spans.map(within) } };
    default:
      return spans.length === 1 ? within(first) : { kind: 'any', of: spans.map(within) };
  }
}
