import { type RecordScope, scopeCondition } from '../../access/record-scope.js';
import { RECORD_TYPES } from '../../database/record-types.js';
import type { Statement } from '../../database/tenant-database.js';
import type { Grouping } from './list-groups.js';
import type { CursorPosition, CursorValue } from './cursor-codec.js';
import { blocksAfter, type ListSort, orderBy, rowsAfter } from './list-order.js';
import type { ListPolicy } from './list-policy.js';
import type { ListRequest } from './list-request.js';
import { type Bind, compileTree } from './list-sql.js';
import { searchCondition } from '../search/record-search.js';
import { keptSums, liveCount } from '../counts/record-totals.js';

/** Filtered counts are exact up to here; beyond, the answer says that it is capped. */
export const COUNT_CAP = 10_000;
/** Prepared statements stay in each connection's memory, so they are few. */
const NAMED_SHAPES = 100;
/** A page that ends beyond this row is sorted as a whole: reading two ranges so far would be twice the work. */
const LARGEST_SPLIT = 1_000;
/** In front of columns that a page has besides the record's own. */
const EXTRA = '~';

export type ListRow = Record<string, unknown> & { id: string; totalCount?: number };

/** A table that lists are made of. Its rows have an `id`. */
export interface ListTable {
  readonly table: string;
  /** What the names of its prepared statements begin with. */
  readonly statements: string;
  /** Whether rows have owners and can be deleted, and are counted as they come and go. */
  readonly holdsRecords: boolean;
  /** The quoted column of a property. */
  column(property: string): string;
}

/** Compiles a checked list request to SQL: one statement for the rows and, when asked, their count. */
export class ListQueryBuilder {
  private readonly names = new Map<string, string>();
  /** The table as its own alias: in a condition about another table a column must say whose it is. */
  private readonly alias: string;

  constructor(
    private readonly table: ListTable,
    private readonly policy: Pick<ListPolicy, 'search' | 'textOf'>,
    private readonly selection: string,
  ) {
    this.alias = `"${table.table}"`;
  }

  /** Rows of the page, each with `totalCount` when the request wants it. Cursor mode reads one row more. */
  rows(
    request: ListRequest,
    scope: RecordScope | undefined,
    position: CursorPosition | undefined,
  ): Statement {
    const values: unknown[] = [];
    const bind: Bind = (value) => `$${values.push(value)}`;
    const where = this.where(request, scope, bind);
    const total = request.includeTotal ? `, (${this.countOf(request, scope, where)}) AS "totalCount"` : '';
    const text = this.splits(request)
      ? this.inBlocks(request, where, total, position, bind)
      : this.inOne(request, where, total, position, bind);
    // A search is planned each time: how many rows it is in decides between the indexes.
    const statement = request.search === undefined ? this.named(text) : { text };
    return { ...statement, values, types: RECORD_TYPES };
  }

  /** Of each group the first rows, each with its group as `groupKey`; the groups in their order. */
  groupRows(request: ListRequest, scope: RecordScope | undefined, { field, keys }: Grouping): Statement {
    const values: unknown[] = [];
    const bind: Bind = (value) => `$${values.push(value)}`;
    const where = `${this.where(request, scope, bind)} AND ${this.alias}.${this.table.column(field)} = groups.key`;
    const rows = this.splits(request)
      ? this.inBlocks(request, where, '', undefined, bind)
      : this.inOne(request, where, '', undefined, bind);
    const text = `SELECT groups.key AS "groupKey", page.* FROM unnest(${bind(keys)}::uuid[]) WITH ORDINALITY
      AS groups (key, place) CROSS JOIN LATERAL (${rows}) AS page ORDER BY groups.place`;
    const statement = request.search === undefined ? this.named(text) : { text };
    return { ...statement, values, types: RECORD_TYPES };
  }

  /** How many rows each group has for each value of `per`, and the sum. */
  groupSums(request: ListRequest, scope: RecordScope | undefined, grouping: Grouping): Statement {
    const { field, keys, sum, per } = grouping;
    if (grouping.isKept && this.isCounted(request, scope)) return keptSums(this.table.table, keys);
    const values: unknown[] = [];
    const bind: Bind = (value) => `$${values.push(value)}`;
    const [key, summed, unit] = [field, sum, per].map((property) => this.table.column(property));
    const where = `${this.where(request, scope, bind)} AND ${key} = ANY (${bind(keys)}::uuid[])`;
    const text = `SELECT ${key} AS "groupKey", ${unit} AS per, count(*)::integer AS count, sum(${summed}) AS sum
      FROM ${this.alias} WHERE ${where} GROUP BY ${key}, ${unit} ORDER BY ${key}, ${unit}`;
    return { text, values, types: RECORD_TYPES };
  }

  /** For a page beyond the end, which has no row to carry the count. */
  count(request: ListRequest, scope: RecordScope | undefined): Statement {
    const values: unknown[] = [];
    const where = this.where(request, scope, (value) => `$${values.push(value)}`);
    return { text: `SELECT (${this.countOf(request, scope, where)}) AS "totalCount"`, values };
  }

  isCapped(request: ListRequest, scope: RecordScope | undefined, total: number): boolean {
    return !this.isCounted(request, scope) && total > COUNT_CAP;
  }

  /** The condition of all rows that a request finds, whichever page; on the table under its own name. */
  where(request: ListRequest, scope: RecordScope | undefined, bind: Bind): string {
    const parts = this.table.holdsRecords ? ['"deleted_at" IS NULL'] : [];
    if (scope !== undefined) parts.push(scopeCondition('"owner_id"', scope, bind));
    if (request.filter !== undefined) parts.push(compileTree(request.filter, this.alias, bind));
    if (request.search !== undefined) {
      const columnsOf = (fields: readonly string[]) =>
        fields.map((field) => this.table.column(this.policy.textOf(field)));
      const columns = { indexed: columnsOf(this.policy.search), visible: columnsOf(request.searchFields) };
      parts.push(searchCondition(request.search, columns, bind));
    }
    return parts.length === 0 ? 'TRUE' : parts.join(' AND ');
  }

  /** Where a row stands in the order of its list. */
  positionOf(row: ListRow, { order }: ListRequest): Pick<CursorPosition, 'values' | 'id'> {
    const values = order.keys.map(
      ({ field }, index) => row[field.readable ? field.name : `${EXTRA}${index}`] as CursorValue,
    );
    return { values, id: row.id };
  }

  /** A row as its record alone. */
  recordOf({ totalCount: _total, ...row }: ListRow, { order }: ListRequest): Record<string, unknown> {
    for (const [index, { field }] of order.keys.entries()) {
      if (field.readable) continue;
      Reflect.deleteProperty(row, `${EXTRA}${index}`);
      Reflect.deleteProperty(row, `${EXTRA}${EXTRA}${index}`);
    }
    return row;
  }

  private inOne(
    request: ListRequest,
    where: string,
    total: string,
    position: CursorPosition | undefined,
    bind: Bind,
  ): string {
    const { order } = request;
    const keyset = position === undefined ? '' : ` AND ${rowsAfter(order, position, this.alias, bind)}`;
    const sorted = orderBy(order, `${this.alias}."id"`, ({ field }) => field.column(this.alias));
    return (
      `SELECT ${this.selected(request)}${total} FROM ${this.alias} WHERE ${where}${keyset}` +
      ` ORDER BY ${sorted}${pageOf(request, bind)}`
    );
  }

  /** Each stretch of rows is read on its own, no further than the page reaches, so that each is one range of an index. */
  private inBlocks(
    request: ListRequest,
    where: string,
    total: string,
    position: CursorPosition | undefined,
    bind: Bind,
  ): string {
    const { order } = request;
    const [key] = order.keys;
    const reach = bind(offsetOf(request) + limitOf(request));
    // As the index has them: which side the nulls are on makes no difference within a stretch.
    const sorted = `${key?.field.column(this.alias)} ${key?.order}, ${this.alias}."id" ${order.idOrder}`;
    const blocks = blocksAfter(order, position, this.alias, bind).map(
      (block) =>
        `(SELECT ${this.selected(request)} FROM ${this.alias} WHERE ${where} AND ${block} ORDER BY ${sorted} LIMIT ${reach})`,
    );
    const whole = orderBy(order, '"id"', ({ field }) =>
      field.readable ? `"${field.name}"` : `"${EXTRA}${EXTRA}0"`,
    );
    return `SELECT page.*${total} FROM (${blocks.join(' UNION ALL ')}) AS page ORDER BY ${whole}${pageOf(request, bind)}`;
  }

  private splits(request: ListRequest): boolean {
    const [key, ...others] = request.order.keys;
    const isSplittable = key !== undefined && others.length === 0 && key.field.nullable;
    return isSplittable && offsetOf(request) + limitOf(request) <= LARGEST_SPLIT;
  }

  /** The record's columns, and the keys that a cursor cannot take from them: as text, and as what they are. */
  private selected({ order }: ListRequest): string {
    const extra = order.keys.map(({ field }: ListSort, index) => {
      if (field.readable) return '';
      const column = field.column(this.alias);
      return `, (${column})::text AS "${EXTRA}${index}", ${column} AS "${EXTRA}${EXTRA}${index}"`;
    });
    return this.selection + extra.join('');
  }

  /** The first shapes of a list that are asked for get a name, so that the server plans them once a connection. */
  private named(text: string): { text: string; name?: string } {
    let name = this.names.get(text);
    if (name === undefined && this.names.size < NAMED_SHAPES) {
      name = `${this.table.statements}-list-${this.names.size}`;
      this.names.set(text, name);
    }
    return name === undefined ? { text } : { text, name };
  }

  /** Whether the total is known without reading rows. */
  private isCounted(request: ListRequest, scope: RecordScope | undefined): boolean {
    const isFiltered = request.filter !== undefined || request.search !== undefined || scope !== undefined;
    return this.table.holdsRecords && !isFiltered;
  }

  private countOf(request: ListRequest, scope: RecordScope | undefined, where: string): string {
    if (this.isCounted(request, scope)) return liveCount(this.table.table);
    return `SELECT count(*) FROM (SELECT 1 FROM ${this.alias} WHERE ${where} LIMIT ${COUNT_CAP + 1}) AS capped`;
  }
}

function limitOf({ mode, pageSize }: ListRequest): number {
  return mode.kind === 'cursor' ? pageSize + 1 : pageSize;
}

function offsetOf({ mode, pageSize }: ListRequest): number {
  return mode.kind === 'page' ? (mode.page - 1) * pageSize : 0;
}

function pageOf(request: ListRequest, bind: Bind): string {
  const offset = offsetOf(request);
  return ` LIMIT ${bind(limitOf(request))}${offset > 0 ? ` OFFSET ${bind(offset)}` : ''}`;
}
