import type { Page } from '../../../kernel/page.js';
import type { RecordScope } from '../../access/record-scope.js';
import { currentAccess, currentTenant } from '../../context/request-context.js';
import type { CursorPosition } from './cursor-codec.js';
import type { ListNames } from './list-conditions.js';
import type { Grouping, GroupSum, RecordGroup } from './list-groups.js';
import { ListDates } from './list-dates.js';
import { neighboursOf, pageFacts } from './list-page.js';
import { ListQueryBuilder, type ListRow } from './list-query-builder.js';
import { ListReader } from './list-reader.js';
import { checkRequest, type ListRequest, needsOf } from './list-request.js';
import type { ListSyntax } from './list-syntax.js';
import { RankedListBuilder, SCORE } from '../search/ranked-list-builder.js';
import { RankedLists, rankOf } from '../search/ranked-lists.js';
import type { RecordEntity } from '../record.entity.js';
import type { RecordFoundation } from '../record-foundation.js';
import type { RecordNames } from '../record-names.js';
import type { RecordSerializer } from '../record-serializer.js';
import type { RecordShapes } from '../record-shapes.js';
import type { RecordTable } from '../record-table.js';
import type { RecordHit, RecordView, ResourceDescriptor } from '../resource-descriptor.js';
import { scopeOn } from '../relations/record-within.js';
import { tellOfRead } from '../sensitive-reads.js';

/** What the lists of one record type are made with. */
export interface ListParts<Entity extends RecordEntity> {
  readonly table: RecordTable<Entity>;
  readonly serializer: RecordSerializer<Entity>;
  readonly names: RecordNames<Entity>;
  readonly shapes: RecordShapes<Entity>;
}

/** A list request with everything that decides which rows it finds. */
interface CheckedList {
  readonly request: ListRequest;
  readonly scope: RecordScope | undefined;
  readonly fingerprint: string;
  readonly position: CursorPosition | undefined;
  /** What relative dates are relative to, if there may be some. */
  readonly now: number | undefined;
}

type GroupedRow = ListRow & { readonly groupKey: string };
type GroupSumRow = GroupSum & { readonly [column: string]: unknown; readonly groupKey: string };

const NO_DATES = new ListDates('UTC');

/** The lists of one record type: numbered pages with a count, or cursors. */
export class RecordLists<Entity extends RecordEntity> {
  private readonly queries: ListQueryBuilder;
  private readonly reader: ListReader;
  private readonly ranked: RankedLists<Entity>;

  constructor(
    private readonly descriptor: ResourceDescriptor<Entity>,
    private readonly foundation: RecordFoundation,
    private readonly parts: ListParts<Entity>,
  ) {
    const { table, serializer } = parts;
    const { policy } = descriptor;
    const selection = table.selectionOf(serializer.fields);
    this.queries = new ListQueryBuilder(table, policy, selection);
    this.reader = new ListReader(this.queries, foundation.database);
    const rankings = new RankedListBuilder(table, policy, this.queries, selection);
    this.ranked = new RankedLists(rankings, foundation.database);
  }

  /** @throws {BadRequestError} · {PermissionDeniedError} for a relation that the caller may not read */
  async list(syntax: ListSyntax): Promise<Page<RecordView>> {
    const hidden = currentAccess().hiddenFields(this.descriptor.plural);
    const isShaped = syntax.fields !== undefined || syntax.expand.length > 0;
    const shape = isShaped ? await this.parts.shapes.read(syntax, hidden) : undefined;
    const list = await this.check(syntax, hidden);
    const { request, scope, position } = list;
    const { rows, total, isCapped } = request.isRanked
      ? await this.ranked.find(request, scope, position)
      : await this.reader.find(request, scope, position);
    const page = rows.slice(0, request.pageSize);
    await this.tell(page);
    const { includeTotal } = request;
    const facts = pageFacts(request, includeTotal ? total : undefined, includeTotal && isCapped);
    const neighbours = neighboursOf(request, rows, total, (row) => this.cursorAt(row, list));
    const views = page.map((row) => this.view(row, request));
    const items =
      shape === undefined
        ? views.map((view) => this.parts.serializer.hide(view, hidden))
        : await this.parts.shapes.apply(views, shape);
    return { items, ...facts, ...neighbours };
  }

  /** Of each group of the list the first records, how many there are, and sums; in two statements. */
  async groups(syntax: ListSyntax, grouping: Grouping): Promise<readonly RecordGroup[]> {
    const hidden = currentAccess().hiddenFields(this.descriptor.plural);
    const isShaped = syntax.fields !== undefined || syntax.expand.length > 0;
    const shape = isShaped ? await this.parts.shapes.read(syntax, hidden) : undefined;
    const first = { ...syntax, mode: { kind: 'page', page: 1 }, includeTotal: false } as const;
    const { request, scope } = await this.check(first, hidden);
    const { database } = this.foundation;
    const rows = await database.query<GroupedRow>(this.queries.groupRows(request, scope, grouping));
    const sums = await database.query<GroupSumRow>(this.queries.groupSums(request, scope, grouping));
    await this.tell(rows);
    const views = rows.map(({ groupKey: _key, ...row }) => this.view(row, request));
    const items =
      shape === undefined
        ? views.map((view) => this.parts.serializer.hide(view, hidden))
        : await this.parts.shapes.apply(views, shape);
    return grouping.keys.map((key) => {
      const own = sums.filter(({ groupKey }) => groupKey === key);
      return {
        key,
        items: items.filter((_item, index) => rows[index]?.groupKey === key),
        count: own.reduce((total, { count }) => total + count, 0),
        sums: own.map(({ per, count, sum }) => ({ per, count, sum: hidden.has(grouping.sum) ? null : sum })),
      };
    });
  }

  /** The best for a search, however many more there are. */
  async findBest(syntax: ListSyntax, kind: 'matching' | 'similar'): Promise<readonly RecordHit[]> {
    const hidden = currentAccess().hiddenFields(this.descriptor.plural);
    const { request, scope } = await this.check(syntax, hidden);
    const { rows } = await this.ranked[kind](request, scope);
    const best = rows.slice(0, request.pageSize);
    await this.tell(best);
    const { serializer } = this.parts;
    return best.map((row) => ({
      score: Number(row[SCORE]),
      record: serializer.hide(this.view(row, request), hidden),
    }));
  }

  /** Checks a request without running it. @throws what `list` throws of what is asked for */
  async check(syntax: ListSyntax, hidden: ReadonlySet<string>): Promise<CheckedList> {
    const scope = scopeOn(this.descriptor, 'read', this.foundation.registry);
    const needs = needsOf(syntax);
    const names = await this.parts.names.find(needs, hidden);
    const fingerprint = this.fingerprint(syntax, names, hidden, scope);
    const cursor = syntax.mode.kind === 'cursor' ? syntax.mode.cursor : undefined;
    const position = cursor === undefined ? undefined : this.foundation.cursors.decode(cursor, fingerprint);
    const now = needs.calendar ? (position?.now ?? this.foundation.clock.milliseconds()) : undefined;
    const dates =
      now === undefined ? NO_DATES : new ListDates(await this.foundation.calendar.timeZone(), new Date(now));
    const request = checkRequest(syntax, this.descriptor.policy, names, hidden, dates);
    return { request, scope, fingerprint, position, now };
  }

  /** Text that names a query and what its caller may see of it, so that a cursor cannot be used with another. */
  private fingerprint(
    { filter, search, sort, defaultOrder }: ListSyntax,
    { relations }: ListNames,
    hidden: ReadonlySet<string>,
    scope: RecordScope | undefined,
  ): string {
    const access = currentAccess();
    const reached = [...relations].map(([name, { source, scope: theirs }]) => [
      name,
      theirs,
      [...access.hiddenFields(source.plural)],
    ]);
    const { table } = this.parts.table;
    const asked = [filter, search, sort, defaultOrder];
    return JSON.stringify([currentTenant().id, table, asked, [...hidden], scope, reached]);
  }

  private view({ [SCORE]: _score, ...row }: ListRow, request: ListRequest): RecordView {
    return this.parts.serializer.adopt(this.queries.recordOf(row, request), currentTenant().id);
  }

  private async tell(rows: readonly ListRow[]): Promise<void> {
    if (this.descriptor.sensitive !== true) return;
    await tellOfRead(this.foundation.audit, this.descriptor, { ids: rows.map(({ id }) => id) });
  }

  private cursorAt(row: ListRow, { request, fingerprint, now }: CheckedList): string {
    return this.foundation.cursors.encode({ ...this.positionOf(row, request), now }, fingerprint);
  }

  private positionOf(row: ListRow, request: ListRequest): Pick<CursorPosition, 'values' | 'id'> {
    return request.isRanked ? rankOf(row) : this.queries.positionOf(row, request);
  }
}
