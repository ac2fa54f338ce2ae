import { RECORD_TYPES } from '../database/record-types.js';
import type { Statement } from '../database/tenant-database.js';
import { type RecordScope, scopeCondition } from '../access/record-scope.js';
import type { CursorPosition } from './cursor-codec.js';
import { compileFilter } from './list-filters.js';
import type { ListPolicy, ListRequest } from './list-policy.js';
import type { RecordEntity } from './record.entity.js';
import { searchCondition } from './record-search.js';
import type { RecordTable } from './record-table.js';
import { liveCount } from './record-totals.js';

/** Filtered counts are exact up to here; beyond, the answer says that it is capped. */
export const COUNT_CAP = 10_000;
/** Prepared statements stay in each connection's memory, so they are few. */
const NAMED_SHAPES = 100;

/** Compiles a checked list request to SQL: one statement for the rows and, when asked, their count. */
export class ListQueryBuilder<Entity extends RecordEntity> {
  private readonly names = new Map<string, string>();

  constructor(
    private readonly table: RecordTable<Entity>,
    private readonly policy: ListPolicy,
    private readonly selection: string,
  ) {}

  /** Rows of the page, each with `totalCount` when the request wants it. Cursor mode reads one row more. */
  rows(
    request: ListRequest,
    scope: RecordScope | undefined,
    position: CursorPosition | undefined,
  ): Statement {
    const { where, bind, values } = this.conditions(request, scope);
    const total = request.includeTotal ? `, (${this.countOf(request, scope, where)}) AS "totalCount"` : '';
    const keyset = position === undefined ? '' : ` AND ${this.after(request, position, bind)}`;
    const limit = request.mode.kind === 'cursor' ? request.pageSize + 1 : request.pageSize;
    const offset = request.mode.kind === 'page' ? (request.mode.page - 1) * request.pageSize : 0;
    const text =
      `SELECT ${this.selection}${total} FROM "${this.table.table}" WHERE ${where}${keyset}` +
      ` ORDER BY ${this.order(request)} LIMIT ${bind(limit)}${offset > 0 ? ` OFFSET ${bind(offset)}` : ''}`;
    // A search is planned each time: how many rows it is in decides between the indexes.
    const statement = request.search === undefined ? this.named(text) : { text };
    return { ...statement, values, types: RECORD_TYPES };
  }

  /** For a page beyond the end, which has no row to carry the count. */
  count(request: ListRequest, scope: RecordScope | undefined): Statement {
    const { where, values } = this.conditions(request, scope);
    return { text: `SELECT (${this.countOf(request, scope, where)}) AS "totalCount"`, values };
  }

  isCapped(request: ListRequest, scope: RecordScope | undefined, total: number): boolean {
    return this.isFiltered(request, scope) && total > COUNT_CAP;
  }

  /** Text that names this query, so that a cursor cannot be used with another. */
  fingerprint(request: ListRequest, tenantId: string): string {
    return JSON.stringify([
      tenantId,
      this.table.table,
      request.conditions,
      request.search === undefined ? null : [request.search, request.searchFields],
      request.isRanked ? 'ranked' : request.sort,
    ]);
  }

  /** The first shapes of a list that are asked for get a name, so that the server plans them once a connection. */
  private named(text: string): { text: string; name?: string } {
    let name = this.names.get(text);
    if (name === undefined && this.names.size < NAMED_SHAPES) {
      name = `${this.table.table}-list-${this.names.size}`;
      this.names.set(text, name);
    }
    return name === undefined ? { text } : { text, name };
  }

  private isFiltered(request: ListRequest, scope: RecordScope | undefined): boolean {
    return request.conditions.length > 0 || request.search !== undefined || scope !== undefined;
  }

  private countOf(request: ListRequest, scope: RecordScope | undefined, where: string): string {
    if (!this.isFiltered(request, scope)) return liveCount(this.table.table);
    return `SELECT count(*) FROM (SELECT 1 FROM "${this.table.table}" WHERE ${where} LIMIT ${COUNT_CAP + 1}) AS capped`;
  }

  /** The condition on rows, and how to bind more values to the statement. */
  conditions(request: ListRequest, scope: RecordScope | undefined) {
    const values: unknown[] = [];
    const bind = (value: unknown): string => `$${values.push(value)}`;
    const parts = ['"deleted_at" IS NULL'];
    if (scope !== undefined) parts.push(scopeCondition('"owner_id"', scope, bind));
    for (const condition of request.conditions) {
      parts.push(
        compileFilter(this.table.column(condition.field), condition.operator, condition.values, bind),
      );
    }
    if (request.search !== undefined) {
      const columnsOf = (fields: readonly string[]) => fields.map((field) => this.table.column(field));
      const columns = { indexed: columnsOf(this.policy.search), visible: columnsOf(request.searchFields) };
      parts.push(searchCondition(request.search, columns, bind));
    }
    return { where: parts.join(' AND '), bind, values };
  }

  private order(request: ListRequest): string {
    const { field, order } = request.sort;
    if (field === 'id') return `"id" ${order}`;
    return `${this.table.column(field)} ${order}${this.nulls(field)}, "id" ${order}`;
  }

  private nulls(field: string): string {
    return this.policy.nullableSorts.has(field) ? ' NULLS LAST' : '';
  }

  /** The rows after a position; null sorts last in both directions. */
  private after(request: ListRequest, position: CursorPosition, bind: (value: unknown) => string): string {
    const column = this.table.column(request.sort.field);
    const beyond = request.sort.order === 'asc' ? '>' : '<';
    const id = bind(position.id);
    if (request.sort.field === 'id') return `"id" ${beyond} ${id}`;
    if (!this.policy.nullableSorts.has(request.sort.field)) {
      return `(${column}, "id") ${beyond} (${bind(position.value)}, ${id})`;
    }
    if (position.value === null) return `(${column} IS NULL AND "id" ${beyond} ${id})`;
    const value = bind(position.value);
    return `(${column} ${beyond} ${value} OR (${column} = ${value} AND "id" ${beyond} ${id}) OR ${column} IS NULL)`;
  }
}
