import type { Page } from '../../kernel/page.js';
import { currentScope, type RecordScope } from '../access/record-scope.js';
import { currentAccess, currentTenant } from '../context/request-context.js';
import type { CursorPosition } from './cursor-codec.js';
import type { ListPolicy, ListQuery, ListRequest } from './list-policy.js';
import { COUNT_CAP, ListQueryBuilder } from './list-query-builder.js';
import { RankedListBuilder, SCORE } from './ranked-list-builder.js';
import { RankedLists } from './ranked-lists.js';
import type { RecordEntity } from './record.entity.js';
import type { RecordFoundation } from './record-foundation.js';
import type { RecordSerializer } from './record-serializer.js';
import type { RecordTable } from './record-table.js';
import type { RecordHit, RecordView, ResourceDescriptor } from './resource-descriptor.js';
import { tellOfRead } from './sensitive-reads.js';

type Row = Record<string, unknown> & { id: string; totalCount?: number };

interface FoundRows {
  readonly rows: Row[];
  /** Undefined where it was not asked for. */
  readonly total: number | undefined;
  readonly isCapped: boolean;
}

/** The lists of one record type: numbered pages with a count, or cursors. */
export class RecordLists<Entity extends RecordEntity> {
  private readonly queries: ListQueryBuilder<Entity>;
  private readonly ranked: RankedLists<Entity>;
  private readonly policy: ListPolicy;

  constructor(
    private readonly descriptor: ResourceDescriptor<Entity>,
    table: RecordTable<Entity>,
    private readonly foundation: RecordFoundation,
    private readonly serializer: RecordSerializer<Entity>,
  ) {
    this.policy = descriptor.policy;
    const selection = table.selectionOf(serializer.fields);
    this.queries = new ListQueryBuilder(table, descriptor.policy, selection);
    const rankings = new RankedListBuilder(table, descriptor.policy, this.queries, selection);
    this.ranked = new RankedLists(rankings, foundation.database);
  }

  async list(query: ListQuery): Promise<Page<RecordView>> {
    const { cursors } = this.foundation;
    const hidden = currentAccess().hiddenFields(this.descriptor.plural);
    const tenantId = currentTenant().id;
    const request = this.policy.parse(query, hidden);
    const scope = currentScope(`${this.descriptor.plural}:read`);
    const fingerprint = this.queries.fingerprint(request, tenantId);
    const cursor = request.mode.kind === 'cursor' ? request.mode.cursor : undefined;
    const position = cursor === undefined ? undefined : cursors.decode(cursor, fingerprint);
    const { rows, total, isCapped } = request.isRanked
      ? await this.ranked.find(request, scope, position)
      : await this.find(request, scope, position);
    const shown = rows.slice(0, request.pageSize);
    await this.tell(shown);
    return {
      items: shown.map((row) => this.view(row, hidden)),
      ...pageFacts(request, request.includeTotal ? total : undefined, isCapped && request.includeTotal),
      ...this.neighbours(request, rows, total, fingerprint),
    };
  }

  /** The best for a search, however many more there are. */
  async search(text: string, limit: number, kind: 'matching' | 'similar'): Promise<readonly RecordHit[]> {
    const hidden = currentAccess().hiddenFields(this.descriptor.plural);
    const request = this.policy.parse({ search: text, limit: String(limit) }, hidden);
    const { rows } = await this.ranked[kind](request, currentScope(`${this.descriptor.plural}:read`));
    const best = rows.slice(0, limit);
    await this.tell(best);
    return best.map((row) => ({ score: Number(row[SCORE]), record: this.view(row, hidden) }));
  }

  private async find(
    request: ListRequest,
    scope: RecordScope | undefined,
    position: CursorPosition | undefined,
  ): Promise<FoundRows> {
    const { database } = this.foundation;
    const rows = await database.query<Row>(this.queries.rows(request, scope, position));
    let total = rows[0]?.totalCount;
    if (total === undefined && request.includeTotal) {
      const [counted] = await database.query<{ totalCount: number }>(this.queries.count(request, scope));
      total = counted?.totalCount ?? 0;
    }
    const isCapped = total !== undefined && this.queries.isCapped(request, scope, total);
    return { rows, total: isCapped ? COUNT_CAP : total, isCapped };
  }

  private view(
    { totalCount: _total, [SCORE]: _score, ...row }: Row,
    hidden: ReadonlySet<string>,
  ): RecordView {
    return this.serializer.hide(this.serializer.adopt(row, currentTenant().id), hidden);
  }

  private async tell(rows: readonly Row[]): Promise<void> {
    if (this.descriptor.sensitive !== true) return;
    await tellOfRead(this.foundation.audit, this.descriptor, { ids: rows.map(({ id }) => id) });
  }

  private neighbours(
    { isRanked, mode, pageSize, sort }: ListRequest,
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
      nextCursor:
        hasNextPage && last !== undefined
          ? this.cursorAfter(last, isRanked ? SCORE : sort.field, fingerprint)
          : null,
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
