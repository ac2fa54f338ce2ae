import { badFilter } from './list-filters.js';
import {
  checkSorts,
  type FilterSyntax,
  type ListSyntax,
  MAXIMUM_CONDITIONS,
  type MemberReader,
  type NullsPlace,
  readPage,
  readSearch,
  type SortOrder,
  type SortSyntax,
} from './list-syntax.js';

/** The parsed query string: `status=New` is a text, `createdAt[lt]=…` a record of texts. */
export type ListQuery = Readonly<Record<string, unknown>>;

const ORDERS = ['asc', 'desc'] as const;
const NULLS = ['first', 'last'] as const;
/** What parameters that shape the answer hold names of. */
const NAMED: ReadonlyMap<string, string> = new Map([
  ['fields', 'field'],
  ['expand', 'relation'],
]);
const RESERVED: ReadonlySet<string> = new Set([
  'page',
  'pageSize',
  'limit',
  'cursor',
  'includeTotal',
  'sortBy',
  'sortOrder',
  'sortNulls',
  'view',
  'search',
  'fields',
  'expand',
  'envelope',
]);

/** The query form of a list request; every parameter that is no other is a filter. @throws {BadRequestError} */
export function readListQuery(query: ListQuery): ListSyntax {
  const reader = queryReader(query);
  const sort = readSort(reader);
  return {
    ...readPage(reader),
    isText: true,
    view: reader.text('view'),
    filter: readFilter(query),
    search: readSearch(reader),
    sort,
    defaultOrder: sort.length === 0 ? readOrders(reader)[0] : undefined,
    fields: reader.names('fields'),
    expand: reader.names('expand') ?? [],
  };
}

export function queryReader(query: ListQuery): MemberReader {
  const text = (name: string): string | undefined => {
    const value = query[name];
    if (value === undefined) return undefined;
    if (typeof value !== 'string') throw badFilter(name, 'must be given once, as text');
    return value;
  };
  return {
    has: (name) => query[name] !== undefined,
    text,
    integer: (name) => {
      const value = text(name);
      if (value === undefined) return undefined;
      if (!/^-?\d{1,9}$/.test(value)) throw badFilter(name, 'must be a whole number');
      return Number(value);
    },
    flag: (name) => {
      const value = text(name);
      if (value !== undefined && value !== 'true' && value !== 'false')
        throw badFilter(name, 'must be true or false');
      return value === 'true';
    },
    names: (name) => {
      const value = text(name);
      const kind = NAMED.get(name);
      if (value === '' && kind !== undefined) throw badFilter(name, `must name at least one ${kind}`);
      return value?.split(',');
    },
  };
}

function readFilter(query: ListQuery): FilterSyntax | undefined {
  const conditions: FilterSyntax[] = [];
  for (const [name, raw] of Object.entries(query)) {
    if (RESERVED.has(name)) continue;
    if (typeof raw === 'object' && raw !== null && !Array.isArray(raw)) {
      for (const [operator, value] of Object.entries(raw)) {
        conditions.push({ kind: 'condition', name, operator, value });
      }
    } else {
      conditions.push({ kind: 'condition', name, operator: undefined, value: raw });
    }
    if (conditions.length > MAXIMUM_CONDITIONS)
      throw badFilter(name, `is one condition too many: there may be ${MAXIMUM_CONDITIONS}`);
  }
  return conditions.length === 0 ? undefined : { kind: 'all', of: conditions };
}

/** `sortBy=lastName,score&sortOrder=asc,desc`: orders and places of nulls one for all fields, or one for each. */
function readSort(reader: MemberReader): readonly SortSyntax[] {
  const fields = reader.names('sortBy') ?? [];
  const orders = readOrders(reader, fields.length);
  const nulls = readChoices<NullsPlace>(reader, 'sortNulls', NULLS, fields.length);
  const sort = fields.map((field, index) => ({
    field,
    order: orders[index] ?? orders[0] ?? 'asc',
    nulls: nulls[index] ?? nulls[0] ?? 'last',
  }));
  return checkSorts('sortBy', sort);
}

function readOrders(reader: MemberReader, fields = 1): readonly SortOrder[] {
  return readChoices<SortOrder>(reader, 'sortOrder', ORDERS, fields);
}

function readChoices<Choice extends string>(
  reader: MemberReader,
  name: string,
  choices: readonly Choice[],
  fields: number,
): readonly Choice[] {
  const given = reader.names(name) ?? [];
  const known = given.flatMap((text) => choices.find((choice) => choice === text) ?? []);
  if (known.length < given.length) throw badFilter(name, `must be ${choices.join(' or ')}`);
  if (known.length > 1 && known.length !== fields)
    throw badFilter(name, 'must be one for all fields of sortBy, or one for each');
  return known;
}
