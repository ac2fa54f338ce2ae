import { isId } from '../../kernel/identifiers.js';
import type { Page } from '../../kernel/page.js';
import { currentScope } from '../access/record-scope.js';
import { currentAccess, currentTenant } from '../context/request-context.js';
import type { CursorPosition } from './cursor-codec.js';
import type { ListPolicy, ListQuery, ListRequest } from './list-policy.js';
import { COUNT_CAP, ListQueryBuilder } from './list-query-builder.js';
import type { RecordEntity } from './record.entity.js';
import type { RecordFoundation } from './record-foundation.js';
import type { RecordSerializer } from './record-serializer.js';
import type { RecordTable } from './record-table.js';
import type { RecordView, ResourceDescriptor } from './resource-descriptor.js';
import { tellOfRead } from './sensitive-reads.js';

type Row = Record<string, unknown> & { id: string; totalCount?: number };

/** The lists of one record type: numbered pages with a count, or cursors. */
export class RecordLists<Entity extends RecordEntity> {
  private readonly queries: ListQueryBuilder<Entity>;
  private readonly policy: ListPolicy;

  constructor(
    private readonly descriptor: ResourceDescriptor<Entity>,
    private readonly table: RecordTable<Entity>,
    private readonly foundation: RecordFoundation,
    private readonly serializer: RecordSerializer<Entity>,
  ) {
    this.policy = descriptor.policy;
    this.queries = new ListQueryBuilder(table, descriptor.policy, table.selectionOf(serializer.fields));
  }

  async list(query: ListQuery): Promise<Page<RecordView>> {
    const { audit, cursors, database } = this.foundation;
    const hidden = currentAccess().hiddenFields(this.descriptor.plural);
    const tenantId = currentTenant().id;
    const request = this.policy.parse(query, hidden);
    const scope = currentScope(`${this.descriptor.plural}:read`);
    const fingerprint = this.queries.fingerprint(request, tenantId);
    const cursor = request.mode.kind === 'cursor' ? request.mode.cursor : undefined;
    const position = cursor === undefined ? undefined : cursors.decode(cursor, fingerprint);
    const rows = await database.query<Row>(this.queries.rows(request, scope, position));
    let total = rows[0]?.totalCount;
    if (total === undefined && request.includeTotal) {
      const [counted] = await database.query<{ totalCount: number }>(this.queries.count(request, scope));
      total = counted?.totalCount ?? 0;
    }
    const capped = total !== undefined && this.queries.isCapped(request, scope, total);
    const shown = rows.slice(0, request.pageSize);
    if (this.descriptor.sensitive === true)
      await tellOfRead(audit, this.descriptor, { ids: shown.map(({ id }) => id) });
    return {
      items: shown.map(({ totalCount: _total, ...row }) =>
        this.serializer.hide(this.serializer.adopt(row, tenantId), hidden),
      ),
      ...pageFacts(request, capped ? COUNT_CAP : total, capped),
      ...this.neighbours(request, rows, total, fingerprint),
    };
  }

  /** Those of the ids whose records are there and within the caller's reach. */
  async findReadable(ids: readonly string[]): Promise<ReadonlySet<string>> {
    const permission = `${this.descriptor.plural}:read`;
    const known = ids.filter(isId);
    if (known.length === 0 || currentAccess().reach(permission) === undefined) return new Set();
    const found = this.table.findIds(known, currentScope(permission));
    const rows = await this.foundation.database.query<{ id: string }>(found);
    return new Set(rows.map(({ id }) => id));
  }

  private neighbours(
    { mode, pageSize, sort }: ListRequest,
    rows: Row[],
    total: number | undefined,
    fingerprint: string,
  ): Pick<Page<RecordView>, 'hasNextPage' | 'hasPreviousPage' | 'nextCursor'> {
    const last = rows.slice(0, pageSize).at(-1);
    const hasNextPage =
      mode.kind === 'page'
        ? mode.page * pageSize < (total ?? 0) && last !== undefined
        : rows.length > pageSize;
    return {
      hasNextPage,
      hasPreviousPage: mode.kind === 'page' ? mode.page > 1 : mode.cursor !== undefined,
      nextCursor: hasNextPage && last !== undefined ? this.cursorAfter(last, sort.field, fingerprint) : null,
    };
  }

  private cursorAfter(row: Row, field: string, fingerprint: string): string {
    const value = row[field] as CursorPosition['value'];
    return this.foundation.cursors.encode({ value, id: row.id }, fingerprint);
  }
}

function pageFacts(request: ListRequest, total: number | undefined, capped: boolean) {
  const { mode, pageSize } = request;
  return {
    ...(mode.kind === 'page' ? { page: mode.page } : {}),
    pageSize,
    ...(total === undefined ? {} : { totalCount: total, totalPages: Math.ceil(total / pageSize) }),
    ...(capped ? { totalCountCapped: true } : {}),
  };
}
