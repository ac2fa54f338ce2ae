import type { Type } from '@nestjs/common';
import type { FilterField } from './list-filters.js';
import type { SortOrder } from './list-syntax.js';
import type { RecordEntity } from '../record.entity.js';

export interface ListPolicyOptions<Entity> {
  /** What may be filtered, and as what kind of value. */
  readonly filters: Partial<Record<keyof Entity & string, FilterField>>;
  /** Filters by records that `links` lead to, each for one resource: `contactId`. */
  readonly linkFilters?: Readonly<Record<string, FilterField & { readonly property: keyof Entity & string }>>;
  /** Other names of filterable fields: `tag` for `tags`. */
  readonly aliases?: Readonly<Record<string, keyof Entity & string>>;
  readonly sorts: readonly (keyof Entity & string)[];
  readonly defaultSort: { readonly field: keyof Entity & string; readonly order: SortOrder };
  /** Text fields that `search` looks into. */
  readonly search: readonly (keyof Entity & string)[];
  /** Of searched fields that are no text: the property that holds them as people write them. */
  readonly searchedAs?: Partial<Record<keyof Entity & string, keyof Entity & string>>;
}

/** Every list can be asked for records by their ids. */
const ID: FilterField = { kind: 'id' };

/** What the lists of one record type accept. Closed: what it does not name is refused with 400. */
export class ListPolicy {
  readonly filters: ReadonlyMap<string, FilterField>;
  readonly aliases: ReadonlyMap<string, string>;
  readonly sorts: ReadonlySet<string>;
  readonly search: readonly string[];
  private readonly searchedAs: Readonly<Record<string, string | undefined>>;
  readonly defaultSort: { readonly field: string; readonly order: SortOrder };

  constructor(options: ListPolicyOptions<Record<string, unknown>>) {
    this.filters = new Map(
      Object.entries<FilterField | undefined>({ id: ID, ...options.filters, ...options.linkFilters }).flatMap(
        ([field, kind]) => (kind ? [[field, kind]] : []),
      ),
    );
    this.aliases = new Map(Object.entries(options.aliases ?? {}));
    this.sorts = new Set(options.sorts);
    this.search = options.search;
    this.searchedAs = options.searchedAs ?? {};
    this.defaultSort = options.defaultSort;
  }

  /** The property in which the text of a searched field is. */
  textOf(field: string): string {
    return this.searchedAs[field] ?? field;
  }

  /** Filters that are not called like the field they look into, which they are hidden with. */
  get fieldsBehind(): ReadonlyMap<string, string> {
    const links = [...this.filters].flatMap(([name, { property }]): [string, string][] =>
      property === undefined ? [] : [[name, property]],
    );
    return new Map([...this.aliases, ...links]);
  }
}

export function listPolicy<Entity extends RecordEntity>(
  _entity: Type<Entity>,
  options: ListPolicyOptions<Entity>,
): ListPolicy {
  return new ListPolicy(options);
}
