import { DomainError, NotFoundError } from '../../kernel/errors.js';
import { isId } from '../../kernel/identifiers.js';
import type { Page } from '../../kernel/page.js';
import { currentAccess, currentTenant } from '../context/request-context.js';
import { type ListQuery, queryReader, readListQuery } from './lists/list-query.js';
import type { Grouping, RecordGroup } from './lists/list-groups.js';
import { badFilter } from './lists/list-filters.js';
import { readSearchBody } from './lists/list-search-body.js';
import type { ListSlice } from './lists/list-slice.js';
import type { ListSyntax } from './lists/list-syntax.js';
import { seenThrough, syntaxOf } from './lists/list-view.js';
import { MergeStore } from './merging/merge-store.js';
import { RecordLists } from './lists/record-lists.js';
import type { RecordEntity } from './record.entity.js';
import type { RecordFoundation } from './record-foundation.js';
import type { RecordPast } from './past/record-past.js';
import { RecordMatcher } from './writes/record-matcher.js';
import type { RecordSnapshot } from './record-snapshot.js';
import { RecordNames } from './record-names.js';
import { RecordRelations } from './relations/record-relations.js';
import type { RecordSerializer } from './record-serializer.js';
import { RecordShapes } from './record-shapes.js';
import type { RecordTable } from './record-table.js';
import { RelatedRecords } from './relations/related-records.js';
import type { RecordHit, RecordView, ResourceDescriptor } from './resource-descriptor.js';
import { scopeOn } from './relations/record-within.js';
import { tellOfRead } from './sensitive-reads.js';

/** Who reads all of a list waits longer for each part of it than who looks at a page. */
const ALLOW_TIME = { text: "SET LOCAL statement_timeout = '15s'" };

/** Everything that reads the records of one type for a caller. */
export class RecordReads<Entity extends RecordEntity> {
  /** The records as others point at them. */
  readonly related: RelatedRecords<Entity>;
  private readonly shown: { readonly name: string; readonly selection: string };
  private readonly shapes: RecordShapes<Entity>;
  private readonly lists: RecordLists<Entity>;
  private readonly matcher: RecordMatcher<Entity>;
  private readonly merges: MergeStore;

  constructor(
    private readonly descriptor: ResourceDescriptor<Entity>,
    private readonly table: RecordTable<Entity>,
    private readonly serializer: RecordSerializer<Entity>,
    private readonly foundation: RecordFoundation,
    private readonly past: RecordPast<Entity>,
  ) {
    this.shown = { name: 'shown', selection: table.selectionOf(serializer.fields) };
    this.merges = new MergeStore(foundation.database);
    this.related = new RelatedRecords(descriptor, table, serializer, foundation);
    const relations = new RecordRelations(descriptor, table, foundation);
    this.shapes = new RecordShapes(serializer, relations);
    const names = new RecordNames(descriptor.plural, this.related.fields, relations, foundation);
    this.matcher = new RecordMatcher(descriptor.plural, table, names, foundation);
    const parts = { table, serializer, names, shapes: this.shapes };
    this.lists = new RecordLists(descriptor, foundation, parts);
  }

  /** @param query `fields`, and `expand` or `asOf` */
  async get(id: string, query: ListQuery): Promise<RecordView> {
    const reader = queryReader(query);
    const hidden = currentAccess().hiddenFields(this.descriptor.plural);
    const [fields, expand] = [reader.names('fields'), reader.names('expand')];
    const shape =
      fields === undefined && expand === undefined
        ? undefined
        : await this.shapes.read({ fields, expand: expand ?? [] }, hidden);
    const asOf = reader.text('asOf');
    if (asOf !== undefined && expand !== undefined)
      throw badFilter('expand', 'goes with a record as it is now, not with asOf');
    const view = asOf === undefined ? await this.find(id) : await this.findAsOf(id, asOf);
    if (this.descriptor.sensitive === true)
      await tellOfRead(this.foundation.audit, this.descriptor, { id, ids: [id] });
    if (shape === undefined) return this.serializer.hide(view, hidden);
    const [shaped = view] = await this.shapes.apply([view], shape);
    return shaped;
  }

  /** Of one that was merged into another, that other one. */
  private async find(id: string): Promise<RecordView> {
    const row = isId(id) ? ((await this.row(id)) ?? (await this.survivorOf(id))) : undefined;
    if (row === undefined)
      throw await this.past.missing(id, scopeOn(this.descriptor, 'read', this.foundation.registry));
    return this.serializer.adopt(row, currentTenant().id);
  }

  private async row(id: string): Promise<Record<string, unknown> | undefined> {
    const scope = scopeOn(this.descriptor, 'read', this.foundation.registry);
    const find = this.table.find(id, { columns: this.shown, scope });
    const [row] = await this.foundation.database.query<Record<string, unknown>>(find);
    return row;
  }

  private async survivorOf(id: string): Promise<Record<string, unknown> | undefined> {
    const { mergeable, name } = this.descriptor;
    if (mergeable === undefined) return undefined;
    for (const survivor of await this.merges.survivorsOf(name, id)) {
      const row = await this.row(survivor);
      if (row !== undefined) return row;
    }
    return undefined;
  }

  private async findAsOf(id: string, asOf: string): Promise<RecordView> {
    const time = this.past.timeOf(asOf);
    await this.past.state(id, 'read');
    const { record } = await this.past.at(id, time);
    return this.serializer.view(record, currentTenant().id);
  }

  async list(query: ListQuery): Promise<Page<RecordView>> {
    return this.lists.list(await this.throughView(readListQuery(query)));
  }

  /** @param query of a list, without pages: `limit` is how many of each group are answered */
  async groups(query: ListQuery, grouping: Grouping): Promise<readonly RecordGroup[]> {
    return this.lists.groups(await this.throughView(readListQuery(query)), grouping);
  }

  async search(body: unknown): Promise<Page<RecordView>> {
    return this.lists.list(await this.throughView(readSearchBody(body)));
  }

  async slice({ list, cursor, size, includeTotal = false }: ListSlice): Promise<Page<RecordView>> {
    const asked = 'query' in list ? readListQuery(list.query) : readSearchBody(list.body);
    const syntax = await this.throughView(asked);
    // The best for a search are few: all that it finds have no other order than the list's.
    const order = syntax.sort.length > 0 ? undefined : this.descriptor.policy.defaultSort.order;
    return this.foundation.database.transaction(async () => {
      await this.foundation.database.execute(ALLOW_TIME);
      return this.lists.list({
        ...syntax,
        defaultOrder: syntax.defaultOrder ?? order,
        mode: { kind: 'cursor', cursor },
        pageSize: size,
        includeTotal,
      });
    });
  }

  /** The best for a search, of those that hold it or of those that resemble it. */
  findBest(text: string, limit: number, kind: 'matching' | 'similar'): Promise<readonly RecordHit[]> {
    return this.lists.findBest(readListQuery({ search: text, limit: String(limit) }), kind);
  }

  /** Of which of the records, as they were, a filter is true. */
  matching(filter: unknown, snapshots: readonly RecordSnapshot[]): Promise<readonly boolean[]> {
    return this.matcher.matching(filter, snapshots);
  }

  /** Those of the ids whose records are there and within the caller's reach; none without the permission to read. */
  async findReadable(ids: readonly string[], hold = false): Promise<ReadonlySet<string>> {
    const permission = `${this.descriptor.plural}:read`;
    const known = ids.filter(isId);
    if (known.length === 0 || currentAccess().reach(permission) === undefined) return new Set();
    const scope = scopeOn(this.descriptor, 'read', this.foundation.registry);
    const isHeld = hold && this.descriptor.mergeable !== undefined;
    const found = this.table.findIds(known, scope, isHeld);
    const rows = await this.foundation.database.query<{ id: string }>(found);
    return new Set(rows.map(({ id }) => id));
  }

  /** Whether a search body would run for the caller, as an error if not. */
  async checkSearch(body: unknown): Promise<void> {
    await this.check(await this.throughView(readSearchBody(body)));
  }

  private async check(syntax: ListSyntax): Promise<void> {
    const hidden = currentAccess().hiddenFields(this.descriptor.plural);
    await this.shapes.read(syntax, hidden);
    await this.lists.check(syntax, hidden);
  }

  /** @throws {BadRequestError} when the view names what the list does not have for the caller · {NotFoundError} */
  private async throughView(request: ListSyntax): Promise<ListSyntax> {
    if (request.view === undefined) return request;
    const saved = await this.foundation.savedViews.find(request.view, this.descriptor.plural);
    if (saved === undefined) throw new NotFoundError('View');
    try {
      const view = syntaxOf(saved);
      await this.check(view);
      return seenThrough(request, view);
    } catch (error) {
      // What it names may be hidden from the caller: it is not told.
      if (error instanceof DomainError && error.status < 500)
        throw badFilter('view', 'names something that is not there, or that you may not see');
      throw error;
    }
  }
}
