import type { OnModuleInit } from '@nestjs/common';
import { NotFoundError } from '../../kernel/errors.js';
import { isId } from '../../kernel/identifiers.js';
import type { Page } from '../../kernel/page.js';
import { currentAccess, currentActor, currentTenant } from '../context/request-context.js';
import type { Statement } from '../database/tenant-database.js';
import type { FieldChange, JournalEntry } from '../journal/journal-event.js';
import { translateConstraint } from './constraint-errors.js';
import type { ListQuery } from './list-policy.js';
import { RecordLists } from './record-lists.js';
import type { RecordOperations } from './record-operations.js';
import { changedFields } from './record-changes.js';
import { RecordDrafts } from './record-drafts.js';
import type { RecordEntity } from './record.entity.js';
import type { RecordFoundation } from './record-foundation.js';
import { type RecordAction, RecordReach } from './record-reach.js';
import { RecordSerializer } from './record-serializer.js';
import { RecordTable } from './record-table.js';
import { type RecordVerb, RecordWrite } from './record-write.js';
import type { RecordHit, RecordView, ResourceDescriptor } from './resource-descriptor.js';
import { tellOfRead } from './sensitive-reads.js';
import { versionConflict } from './version-conflict.js';
import { refuseReadOnlyFields, writableFields } from './write-rules.js';

export interface WriteOptions {
  /** The version the caller has seen; a newer one is refused with 412. */
  readonly ifMatch?: number | undefined;
}

/**
 * The use cases every record has. A room extends it and overrides the steps that differ: `complete` (what a new
 * record gets by itself) and `check` (rules over the whole record, before and after).
 */
export abstract class ResourceService<Entity extends RecordEntity> implements OnModuleInit, RecordOperations {
  protected table!: RecordTable<Entity>;
  private readonly reach: RecordReach;
  private serializer!: RecordSerializer<Entity>;
  private shown!: { readonly name: string; readonly selection: string };
  private lists!: RecordLists<Entity>;
  private drafts!: RecordDrafts<Entity>;

  constructor(
    readonly descriptor: ResourceDescriptor<Entity>,
    protected readonly foundation: RecordFoundation,
  ) {
    this.reach = new RecordReach(descriptor.plural, foundation.owners);
    foundation.registry.add(descriptor, this);
  }

  onModuleInit(): void {
    this.table = new RecordTable(this.foundation.database.dataSource, this.descriptor);
    this.serializer = new RecordSerializer(
      this.table.columns.map(({ property }) => property),
      this.descriptor,
    );
    this.drafts = new RecordDrafts(
      this.descriptor,
      this.table.columns.map(({ property }) => property),
      this.foundation.clock,
    );
    this.shown = { name: 'shown', selection: this.table.selectionOf(this.serializer.fields) };
    this.lists = new RecordLists(this.descriptor, this.table, this.foundation, this.serializer);
  }

  /** @throws {ValidationError} 422 · {DuplicateError} 409 · {QuotaExceededError} 403 */
  async create(input: Partial<Entity>): Promise<RecordView> {
    refuseReadOnlyFields(input, currentAccess(), this.descriptor.plural);
    const draft = this.drafts.draft(input);
    await this.complete(draft, input);
    if (this.reach.isNarrow('create') || this.reach.isNarrow('read')) draft.ownerId ??= currentActor().id;
    await this.reach.keep('create', draft);
    await this.check(draft, undefined);
    await this.foundation.quota.admit(this.descriptor);
    await this.foundation.journal.prepare();
    const write = new RecordWrite('created', undefined, draft, input);
    const work = async () => {
      await this.admit(write);
      const view = await this.insert(draft);
      await this.follow([write]);
      return this.shownTo(view);
    };
    return this.hasSteps ? this.write(work) : this.explain(work);
  }

  /** @throws {NotFoundError} 404 */
  async get(id: string): Promise<RecordView> {
    const find = this.table.find(id, { columns: this.shown, scope: this.scope('read') });
    const [row] = isId(id) ? await this.foundation.database.query<Record<string, unknown>>(find) : [];
    if (row === undefined) throw new NotFoundError(this.title());
    if (this.descriptor.sensitive === true)
      await tellOfRead(this.foundation.audit, this.descriptor, { id, ids: [id] });
    return this.shownTo(this.serializer.adopt(row, currentTenant().id));
  }

  /** @throws {BadRequestError} 400 for what the list policy does not allow */
  list(query: ListQuery): Promise<Page<RecordView>> {
    return this.lists.list(query);
  }

  search(text: string, limit: number, kind: 'matching' | 'similar'): Promise<readonly RecordHit[]> {
    return this.lists.search(text, limit, kind);
  }

  /** Merges the given fields. Changing nothing writes nothing. */
  async update(id: string, input: Partial<Entity>, options: WriteOptions = {}): Promise<RecordView> {
    return this.change(id, 'update', options, input, () => input);
  }

  /** Replaces the record: a writable field that is not given goes back to its default. */
  async replace(id: string, input: Partial<Entity>, options: WriteOptions = {}): Promise<RecordView> {
    return this.change(id, 'update', options, input, () => this.drafts.fields(input));
  }

  /** Soft: the record can be restored. */
  async remove(id: string, options: WriteOptions = {}): Promise<void> {
    await this.foundation.journal.prepare();
    await this.write(async () => {
      const before = await this.find(id, 'delete', { lock: true });
      await this.refuseStale(before, options.ifMatch, {});
      const deletedAt = this.foundation.clock.now().toISOString();
      await this.turn('deleted', before, { deletedAt });
    });
  }

  /** @throws {NotFoundError} when no deleted record has this id. */
  async restore(id: string): Promise<RecordView> {
    await this.foundation.quota.admit(this.descriptor);
    await this.foundation.journal.prepare();
    return this.write(async () => {
      const before = await this.find(id, 'delete', { lock: true, deleted: true });
      return this.view(await this.turn('restored', before, { deletedAt: null }));
    });
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

  private async admit(write: RecordWrite<Entity>): Promise<void> {
    await this.examine([write]);
    if (write.refused !== undefined) throw write.refused;
  }

  /** Changes a locked record, with its steps. */
  private async turn(
    verb: RecordVerb,
    before: Entity,
    fields: Partial<Entity> | Partial<RecordEntity>,
    input: Partial<Entity> = {},
  ): Promise<Entity> {
    const after: Entity = { ...before, ...fields };
    await this.admit(new RecordWrite(verb, before, after, input));
    const changes = changedFields(before, after);
    const changed = Object.fromEntries(Object.entries(after).filter(([field]) => field in changes));
    const isUpdate = verb === 'updated';
    const saved = await this.save(verb, before, changed, isUpdate ? changes : null);
    await this.follow([new RecordWrite(verb, before, saved, input)]);
    return saved;
  }

  /** Whether a new record needs a transaction: one statement alone is one by itself. */
  private get hasSteps(): boolean {
    const standard = ResourceService.prototype;
    return ['examine', 'follow'].some((step) => Reflect.get(this, step) !== Reflect.get(standard, step));
  }

  /** Step: writes a new record and its journal row, in one statement; override it to hold a lock meanwhile. */
  protected insert(draft: Entity): Promise<RecordView> {
    return this.record('created', this.table.insert(draft), draft, null);
  }

  /** Runs a write in one transaction; constraint violations become answers about fields. */
  protected write<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.explain(() => this.foundation.database.transaction(work));
  }

  private async explain<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      throw translateConstraint(error, this.table, this.descriptor.name);
    }
  }

  protected async find(
    id: string,
    action: RecordAction,
    options: { lock?: boolean; deleted?: boolean } = {},
  ): Promise<Entity> {
    const rows = isId(id)
      ? await this.foundation.database.query<Entity>(
          this.table.find(id, { ...options, scope: this.scope(action) }),
        )
      : [];
    const [row] = rows;
    if (row === undefined) throw new NotFoundError(this.title());
    return row;
  }

  /** Writes changed columns with a new version and its journal event; call it with the row locked. */
  protected async save(
    verb: string,
    before: Entity,
    fields: Partial<Entity> | Partial<RecordEntity>,
    changes: Readonly<Record<string, FieldChange>> | null,
  ): Promise<Entity> {
    const now = this.foundation.clock.now().toISOString();
    const system = { updatedAt: now, updatedBy: currentActor().id, version: before.version + 1 };
    const after: Entity = { ...before, ...fields, ...system };
    const columns: Record<string, unknown> = { ...fields, ...system };
    await this.record(verb, this.table.update(before.id, columns), after, changes);
    return after;
  }

  protected view(row: Entity): RecordView {
    return this.shownTo(this.serializer.view(row, currentTenant().id));
  }

  private shownTo(view: RecordView): RecordView {
    return this.serializer.hide(view, currentAccess().hiddenFields(this.descriptor.plural));
  }

  private change(
    id: string,
    action: RecordAction,
    options: WriteOptions,
    input: Partial<Entity>,
    fieldsOf: () => Partial<Entity>,
  ): Promise<RecordView> {
    return this.foundation.journal.prepare().then(() =>
      this.write(async () => {
        const before = await this.find(id, action, { lock: true });
        const shown = { ...this.serializer.view(before, currentTenant().id) };
        const fields = writableFields(fieldsOf(), input, shown, currentAccess(), this.descriptor.plural);
        // A PUT that does not name the owner would take the record out of a narrow reach.
        if (input.ownerId === undefined && this.scope(action) !== undefined) delete fields.ownerId;
        await this.refuseStale(before, options.ifMatch, fields);
        const changes = changedFields(before, fields);
        if (Object.keys(changes).length === 0) return this.view(before);
        const after: Entity = { ...before, ...fields };
        if ('ownerId' in changes) await this.reach.keep(action, after);
        await this.check(after, before);
        return this.view(await this.turn('updated', before, fields, input));
      }),
    );
  }

  /** Writes a change and its journal row. @returns the whole view, of which a reader may see less. */
  private async record(
    verb: string,
    change: Statement,
    row: Entity,
    changes: JournalEntry['changes'],
  ): Promise<RecordView> {
    const record = this.serializer.view(row, currentTenant().id);
    const internal = new Set<string>(this.descriptor.internalFields ?? []);
    await this.foundation.journal.write(change, {
      resource: this.descriptor.name,
      recordId: row.id,
      type: `${this.descriptor.name}.${verb}`,
      version: row.version,
      changes:
        changes === null
          ? null
          : Object.fromEntries(Object.entries(changes).filter(([field]) => !internal.has(field))),
      record,
    });
    return record;
  }

  /** Which records the action reaches; undefined for every one. */
  protected scope(action: RecordAction) {
    return this.reach.scope(action);
  }

  private async refuseStale(
    before: Entity,
    ifMatch: number | undefined,
    mine: Partial<Entity>,
  ): Promise<void> {
    if (ifMatch === undefined || ifMatch === before.version) return;
    const base = await this.foundation.journal.reader.recordAt(before.id, ifMatch);
    throw versionConflict(this.view(before), mine, base);
  }

  private title(): string {
    return this.descriptor.name.charAt(0).toUpperCase() + this.descriptor.name.slice(1);
  }
}
