import type { OnModuleInit } from '@nestjs/common';
import { NotFoundError } from '../../kernel/errors.js';
import { isId } from '../../kernel/identifiers.js';
import type { Page } from '../../kernel/page.js';
import { currentAccess, currentTenant } from '../context/request-context.js';
import type { FieldChange } from '../journal/journal-event.js';
import type { BulkAnswerDto } from './writes/bulk-answer.dto.js';
import type { BulkWrites } from './writes/bulk-writes.js';
import { translateConstraint } from './writes/constraint-errors.js';
import type { MassWrites } from './writes/mass-writes.js';
import type { DuplicateScan } from './duplicates/duplicate-scan.js';
import type { Grouping, RecordGroup } from './lists/list-groups.js';
import type { ListQuery } from './lists/list-query.js';
import type { ListSlice } from './lists/list-slice.js';
import type { RecordMerges } from './merging/record-merges.js';
import { OwnerOutOfReachError } from './writes/owner-errors.js';
import type { ErasureDto } from '../privacy/dto/erasure.dto.js';
import { RecordErasure } from './erasing/record-erasure.js';
import type { HistoryPageDto } from './past/history-page.dto.js';
import type { RecordEntity } from './record.entity.js';
import type { RecordFoundation } from './record-foundation.js';
import type { RecordSnapshot } from './record-snapshot.js';
import type { RecordOperations } from './record-operations.js';
import { type RecordAction, RecordReach } from './relations/record-reach.js';
import type { Veil } from './past/record-history.js';
import type { RecordStore } from './record-store.js';
import type { RecordTable } from './record-table.js';
import type { RecordWrite } from './writes/record-write.js';
import { RecordWorkings, type RoomSteps } from './record-workings.js';
import { guardPart } from './relations/guarded-part.js';
import { requirePart } from './relations/record-part.js';
import type { RelatedSource } from './relations/related-source.js';
import type { RecordHit, RecordView, ResourceDescriptor } from './resource-descriptor.js';
import { titleOf } from './resource-names.js';
import { type RevertDto, wantedVersion } from './past/revert.dto.js';
import type { TimelinePageDto } from './past/timeline-page.dto.js';
import type { WriteOptions } from './writes/write-options.js';
import { type WriteIntent, WriteTask } from './writes/write-task.js';

/**
 * The use cases every record has. A room extends it and overrides the steps that differ: `complete` (what a new
 * record gets by itself) and `check` (rules over the whole record, before and after).
 */
export abstract class ResourceService<Entity extends RecordEntity> implements OnModuleInit, RecordOperations {
  private readonly reach: RecordReach;
  private workings!: RecordWorkings<Entity>;

  constructor(
    readonly descriptor: ResourceDescriptor<Entity>,
    protected readonly foundation: RecordFoundation,
  ) {
    this.reach = new RecordReach(descriptor, foundation.registry);
    foundation.registry.add(descriptor, this);
  }

  onModuleInit(): void {
    this.workings = new RecordWorkings(this.descriptor, this.foundation, this.reach, this.steps());
  }

  protected get table(): RecordTable<Entity> {
    return this.workings.table;
  }

  protected get store(): RecordStore<Entity> {
    return this.workings.store;
  }

  /** Many records in one call. */
  get bulk(): BulkWrites<Entity> {
    return this.workings.bulk;
  }

  get mass(): MassWrites<Entity> {
    return this.workings.mass;
  }

  get merges(): RecordMerges<Entity> {
    return this.workings.merges;
  }

  get twins(): DuplicateScan<Entity> {
    return this.workings.twins;
  }

  get erasure(): RecordErasure<Entity> {
    return this.workings.erasure;
  }

  /** @throws {ValidationError} 422 · {DuplicateError} 409 · {QuotaExceededError} 403 */
  async create(input: Partial<Entity>): Promise<RecordView> {
    return this.view(await this.workings.writes.one(new WriteTask({ verb: 'created', input })));
  }

  /** @param query `fields` and `expand` @throws {BadRequestError} 400 · {PermissionDeniedError} 403 · {NotFoundError} 404 */
  get(id: string, query: ListQuery = {}): Promise<RecordView> {
    return this.workings.reads.get(id, query);
  }

  /** @throws {BadRequestError} 400 for what the list policy does not allow · {PermissionDeniedError} 403 */
  list(query: ListQuery): Promise<Page<RecordView>> {
    return this.workings.reads.list(query);
  }

  /** A list in its JSON form. @throws what `list` throws */
  search(body: unknown): Promise<Page<RecordView>> {
    return this.workings.reads.search(body);
  }

  /** The records of a list by the values of one of its fields. @throws what `list` throws */
  protected groups(query: ListQuery, grouping: Grouping): Promise<readonly RecordGroup[]> {
    return this.workings.reads.groups(query, grouping);
  }

  slice(slice: ListSlice): Promise<Page<RecordView>> {
    return this.workings.reads.slice(slice);
  }

  checkSearch(body: unknown): Promise<void> {
    return this.workings.reads.checkSearch(body);
  }

  matching(filter: unknown, snapshots: readonly RecordSnapshot[]): Promise<readonly boolean[]> {
    return this.workings.reads.matching(filter, snapshots);
  }

  get related(): RelatedSource {
    return this.workings.reads.related;
  }

  findReadable(ids: readonly string[], hold?: boolean): Promise<ReadonlySet<string>> {
    return this.workings.reads.findReadable(ids, hold);
  }

  findBest(text: string, limit: number, kind: 'matching' | 'similar'): Promise<readonly RecordHit[]> {
    return this.workings.reads.findBest(text, limit, kind);
  }

  /** Merges the given fields. Changing nothing writes nothing. */
  async update(id: string, input: Partial<Entity>, options: WriteOptions = {}): Promise<RecordView> {
    const { ifMatch, fieldsFor } = options as WriteOptions & Pick<WriteIntent<Entity>, 'fieldsFor'>;
    const task = new WriteTask({ verb: 'updated', id, input, ifMatch, ...(fieldsFor && { fieldsFor }) });
    return this.view(await this.workings.writes.one(task));
  }

  updateMany(ids: readonly string[], fieldsFor: (before: Entity) => Partial<Entity>): Promise<BulkAnswerDto> {
    return this.bulk.change(ids, fieldsFor);
  }

  rewrite(ids: readonly string[], fieldsFor: (before: Entity) => Partial<Entity>) {
    return this.bulk.rewrite(ids, fieldsFor);
  }

  /** Replaces the record: a writable field that is not given goes back to its default. */
  async replace(id: string, input: Partial<Entity>, { ifMatch }: WriteOptions = {}): Promise<RecordView> {
    const fieldsFor = (before: Entity) => this.workings.drafts.replacement(input, before);
    return this.view(
      await this.workings.writes.one(new WriteTask({ verb: 'updated', id, input, ifMatch, fieldsFor })),
    );
  }

  /**
   * Writes the fields that the record had at one of its versions as a new version.
   *
   * @throws {ValidationError} 422 · {NotFoundError} 404 · {ConflictError} 409 while it is deleted · {DomainError} 410 for a version that is not
   *   kept, or not whole any more; and what `update` throws
   */
  revert(id: string, wanted: RevertDto, { ifMatch }: WriteOptions = {}): Promise<RecordView> {
    const version = wantedVersion(wanted, this.foundation.clock.now());
    return this.workings.reverts.to(id, version, (input, fieldsFor) =>
      this.update(id, input as Partial<Entity>, { ifMatch, fieldsFor }),
    );
  }

  /** @param query `limit` and `cursor` @throws {BadRequestError} 400 · {NotFoundError} 404 · {DomainError} 410 */
  historyOf(id: string, query: ListQuery): Promise<HistoryPageDto> {
    return this.workings.histories.list(id, query);
  }

  /** @param query `types`, `limit` and `cursor` @throws {BadRequestError} 400 · {NotFoundError} 404 */
  timelineOf(id: string, query: ListQuery): Promise<TimelinePageDto> {
    return this.workings.timelines.list(id, query);
  }

  /** Soft: the record can be restored. */
  async remove(id: string, { ifMatch }: WriteOptions = {}): Promise<void> {
    await this.workings.writes.one(new WriteTask({ verb: 'deleted', id, input: {}, ifMatch }));
  }

  /** @param query `permanent=true` erases it for good, deleted or not: answers the receipt; see `RecordErasure.erase` */
  async removeOrErase(id: string, query: ListQuery, options: WriteOptions): Promise<ErasureDto | undefined> {
    if (RecordErasure.isWanted(query))
      return this.erasure.erase(id, options.ifMatch, (row) => this.view(row));
    await this.remove(id, options);
    return undefined;
  }

  /** @throws {NotFoundError} when no deleted record has this id. */
  async restore(id: string): Promise<RecordView> {
    return this.view(await this.workings.writes.one(new WriteTask({ verb: 'restored', id, input: {} })));
  }

  /** Step: what a new record gets by itself; `input` may hold more than callers can send. */
  protected complete(_draft: Entity, _input: Partial<Entity>): Promise<void> | void {}

  /** Step: rules over the whole record; throw a DomainError to refuse. `before` is absent for a new one. */
  protected check(_after: Entity, _before: Entity | undefined): Promise<void> | void {}

  /**
   * Step: rules that need the database, over all records of one call at once, inside its transaction and before any
   * is written. May still change `after`. A bulk call has up to 1,000 of them: ask by set, and `refuse` each alone.
   */
  protected examine(_writes: readonly RecordWrite<Entity>[]): Promise<void> | void {}

  /** Step: what is written beside the records (histories, links), in the same transaction, after them. */
  protected follow(_writes: readonly RecordWrite<Entity>[]): Promise<void> | void {}

  /** Step: whether a new record needs a transaction for its steps: one statement alone is one by itself. */
  protected hasSteps(_draft: Entity): Promise<boolean> | boolean {
    return ['examine', 'follow'].some((step) => this.overrides(step));
  }

  /** Step: what follows when records that were not deleted are erased, in the same transaction. They have their fields still. */
  protected erased(_records: readonly Entity[]): Promise<void> | void {}

  /** Step: throw a DomainError for records that must not become one. */
  protected mayMerge(_survivor: Entity, _losers: readonly Entity[]): void {}

  private overrides(step: string): boolean {
    return Reflect.get(this, step) !== Reflect.get(ResourceService.prototype, step);
  }

  private steps(): RoomSteps<Entity> {
    return {
      veil: this.veil(),
      erased: this.overrides('erased') ? (records) => this.erased(records) : undefined,
      view: (row) => this.view(row),
      mayMerge: (survivor, losers) => this.mayMerge(survivor, losers),
      complete: (draft, input) => this.complete(draft, input),
      check: async (after, before) => {
        if (before === undefined) requirePart(this.descriptor, after);
        guardPart(this.descriptor, after, before);
        await this.check(after, before);
      },
      examine: (writes) => this.examine(writes),
      follow: (writes) => this.follow(writes),
      areNeeded: (draft) => this.hasSteps(draft),
    };
  }

  /** Runs a write in one transaction; constraint violations become answers about fields. @param attempts as there */
  protected async write<Result>(work: () => Promise<Result>, attempts = 1): Promise<Result> {
    try {
      return await this.foundation.database.transaction(work, attempts);
    } catch (error) {
      throw translateConstraint(error, this.table, this.descriptor.name);
    }
  }

  protected async find(
    id: string,
    action: RecordAction,
    options: { lock?: boolean; deleted?: boolean } = {},
  ): Promise<Entity> {
    const find = this.table.find(id, { ...options, scope: this.scope(action) });
    const [row] = isId(id) ? await this.foundation.database.query<Entity>(find) : [];
    if (row === undefined) throw new NotFoundError(titleOf(this.descriptor));
    return row;
  }

  /** Writes changed columns of a locked row with a new version and its journal event, which a room names itself. */
  protected save(
    verb: string,
    before: Entity,
    fields: Partial<Entity> | Partial<RecordEntity>,
    changes: Readonly<Record<string, FieldChange>> | null,
  ): Promise<Entity> {
    return this.store.save(verb, before, fields, changes);
  }

  protected view(row: Entity): RecordView {
    const view = this.workings.serializer.view(row, currentTenant().id);
    return this.workings.serializer.hide(view, currentAccess().hiddenFields(this.descriptor.plural));
  }

  /** Undefined for a room that shows records as field rules leave them. */
  private veil(): Veil {
    return this.overrides('view') ? (snapshot) => this.view(snapshot as Entity) : undefined;
  }

  /** @throws {OwnerOutOfReachError} 403 */
  protected async requireOwner(action: RecordAction, ownerId: string | null): Promise<void> {
    if (!(await this.foundation.owners.admits(this.reach.owners(action), ownerId)))
      throw new OwnerOutOfReachError();
  }

  /** Which records the action reaches; undefined for every one. */
  protected scope(action: RecordAction) {
    return this.reach.scope(action);
  }
}
