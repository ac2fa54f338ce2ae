import { DomainError, NotFoundError } from '../../../kernel/errors.js';
import { isId } from '../../../kernel/identifiers.js';
import { currentAccess, currentActor, currentTenant } from '../../context/request-context.js';
import { COLLIDING_ATTEMPTS } from '../../database/tenant-database.js';
import { OwnerOutOfReachError } from './owner-errors.js';
import { withKeptCustomFields } from '../custom-fields.js';
import { changedFields } from './record-changes.js';
import type { DuplicateGuard } from '../duplicates/duplicate-guard.js';
import type { RecordDrafts } from './record-drafts.js';
import type { RecordEntity } from '../record.entity.js';
import type { RecordFoundation } from '../record-foundation.js';
import type { RecordAction, RecordReach } from '../relations/record-reach.js';
import type { RecordSerializer } from '../record-serializer.js';
import type { RecordStore } from '../record-store.js';
import type { RecordTable } from '../record-table.js';
import type { RecordWrite } from './record-write.js';
import type { ReferenceCheck } from './reference-check.js';
import type { ResourceDescriptor } from '../resource-descriptor.js';
import { titleOf } from '../resource-names.js';
import { refuseStale } from './stale-writes.js';
import { translateConstraint } from './constraint-errors.js';
import { refuseReadOnlyFields, writableFields } from './write-rules.js';
import type { WriteTask } from './write-task.js';

/** What a room does at each stage of a write; see `ResourceService`. */
export interface RecordSteps<Entity> {
  complete(draft: Entity, input: Partial<Entity>): Promise<void> | void;
  check(after: Entity, before: Entity | undefined): Promise<void> | void;
  examine(writes: readonly RecordWrite<Entity>[]): Promise<void> | void;
  follow(writes: readonly RecordWrite<Entity>[]): Promise<void> | void;
  /** Whether they ask or write the database for this new record, which then needs a transaction. */
  areNeeded(draft: Entity): Promise<boolean> | boolean;
}

export interface RecordParts<Entity extends RecordEntity> {
  readonly descriptor: ResourceDescriptor<Entity>;
  readonly foundation: RecordFoundation;
  readonly table: RecordTable<Entity>;
  readonly drafts: RecordDrafts<Entity>;
  readonly reach: RecordReach;
  readonly serializer: RecordSerializer<Entity>;
  readonly references: ReferenceCheck<Entity>;
  readonly store: RecordStore<Entity>;
  readonly duplicates: DuplicateGuard<Entity>;
}

const ACTIONS = { created: 'create', updated: 'update', deleted: 'delete', restored: 'delete' } as const;
/** Statements over many records are data processing. */
const ALLOW_TIME = { text: "SET LOCAL statement_timeout = '15s'" };

/** The one way in which records of a type are written, alone or up to 1,000 at once. */
export class RecordWrites<Entity extends RecordEntity> {
  constructor(
    private readonly parts: RecordParts<Entity>,
    private readonly steps: RecordSteps<Entity>,
  ) {}

  /** Writes one record or throws. @returns it as it is now */
  async one(task: WriteTask<Entity>): Promise<Entity> {
    const { database } = this.parts.foundation;
    await this.prepare([task]);
    if (task.error !== undefined) throw task.error;
    const work = async () => {
      await this.admit([task]);
      if (task.isOpen) await this.parts.store.one(task);
      if (task.error !== undefined) throw task.error;
      await this.follow([task]);
    };
    try {
      await ((await this.isOneStatement(task)) ? work() : database.transaction(work));
    } catch (error) {
      throw translateConstraint(error, this.parts.table, this.parts.descriptor.name);
    }
    if (task.saved === undefined) throw new Error('A write has neither ended nor been refused');
    return task.saved;
  }

  /**
   * Writes what it can; what became of each record stands in its task.
   *
   * @param makeTasks asked anew whenever the work collides with another and is done again; inside the transaction
   * @param settle called before the last step: to undo all, it throws
   */
  many(
    makeTasks: () => Promise<WriteTask<Entity>[]>,
    settle: (tasks: readonly WriteTask<Entity>[]) => void,
  ): Promise<WriteTask<Entity>[]> {
    const { database } = this.parts.foundation;
    return database.transaction(async () => {
      await database.execute(ALLOW_TIME);
      const tasks = await makeTasks();
      await this.prepare(tasks.filter(open));
      await this.admit(tasks.filter(open));
      await this.parts.store.many(tasks.filter(open));
      settle(tasks);
      await this.follow(tasks);
      return tasks;
    }, COLLIDING_ATTEMPTS);
  }

  private async isOneStatement({ intent, write }: WriteTask<Entity>): Promise<boolean> {
    if (intent.verb !== 'created' || write === undefined || this.parts.references.concerns(write))
      return false;
    if (await this.parts.duplicates.blocks()) return false;
    return !(await this.steps.areNeeded(write.after));
  }

  /** What needs no record to be locked. */
  private async prepare(tasks: readonly WriteTask<Entity>[]): Promise<void> {
    const { descriptor, foundation } = this.parts;
    const created = tasks.filter(({ intent }) => intent.verb === 'created');
    for (const task of created) await attempt(task, () => this.draft(task));
    await this.keepOwners('create', created.filter(open));
    for (const task of created.filter(open)) await attempt(task, () => this.check(task));
    const more = tasks
      .filter(open)
      .filter(({ intent: { verb } }) => verb === 'created' || verb === 'restored');
    if (more.length > 0) await attemptAll(more, () => foundation.quota.admit(descriptor, more.length));
    if (tasks.some(open)) await foundation.journal.prepare();
  }

  private async draft(task: WriteTask<Entity>): Promise<void> {
    const { descriptor, drafts, reach } = this.parts;
    const { input } = task.intent;
    refuseReadOnlyFields(input, currentAccess(), descriptor.plural);
    const draft = drafts.draft(input);
    await this.steps.complete(draft, input);
    if (reach.isNarrow('create') || reach.isNarrow('read')) draft.ownerId ??= currentActor().id;
    task.plan(draft);
  }

  private async check({ write }: WriteTask<Entity>): Promise<void> {
    if (write !== undefined) await this.steps.check(write.after, write.before);
  }

  /** Everything that decides whether a record is written. */
  private async admit(tasks: readonly WriteTask<Entity>[]): Promise<void> {
    await this.lock(tasks);
    for (const task of tasks.filter(isStored)) await attempt(task, () => this.planFields(task));
    await refuseStale(this.parts, tasks.filter(isStored));
    for (const task of tasks.filter(isStored)) this.planChange(task);
    const given = tasks
      .filter(isStored)
      .filter(({ before, write }) => write?.after.ownerId !== before?.ownerId);
    await this.keepOwners('update', given);
    for (const task of tasks.filter(isStored))
      if (task.intent.verb === 'updated') await attempt(task, () => this.check(task));
    const { descriptor, foundation, references } = this.parts;
    const asking = writesOf(tasks.filter(({ intent }) => intent.follows !== true));
    await references.check(asking);
    await foundation.customFields.settle(descriptor, writesOf(tasks), new Set(asking));
    await this.parts.duplicates.refuse(writesOf(tasks));
    const writes = writesOf(tasks);
    if (writes.length > 0) await this.steps.examine(writes);
  }

  private async lock(tasks: readonly WriteTask<Entity>[]): Promise<void> {
    const { descriptor, foundation, reach, table } = this.parts;
    const wanted = tasks.filter(({ intent, before, isOpen }) => {
      return isOpen && intent.verb !== 'created' && before === undefined;
    });
    const [first] = wanted;
    if (first === undefined) return;
    const { verb, follows = false } = first.intent;
    const ids = wanted.flatMap(({ intent: { id } }) => (isId(id) ? [id] : []));
    const options = { scope: follows ? undefined : reach.scope(ACTIONS[verb]), deleted: verb === 'restored' };
    const rows = await foundation.database.query<Entity>(table.lock(ids, options));
    // What is being erased still has its row for a while.
    const erased = verb === 'restored' ? await foundation.erased.among(ids) : new Set();
    const found = new Map(rows.filter(({ id }) => !erased.has(id)).map((row) => [row.id, row]));
    for (const task of wanted) {
      task.before = found.get(task.intent.id ?? '');
      if (task.before === undefined) task.refuse(new NotFoundError(titleOf(descriptor)));
    }
  }

  /** What the caller may write of what they want to. */
  private planFields(task: WriteTask<Entity>): void {
    const { intent, before } = task;
    if (before === undefined) return;
    switch (intent.verb) {
      case 'created':
        return;
      case 'deleted':
        task.fields = deletedAt<Entity>(this.parts.foundation.clock.now().toISOString());
        return;
      case 'restored':
        task.fields = deletedAt<Entity>(null);
        return;
      case 'updated': {
        const wanted = intent.fieldsFor?.(before) ?? withKeptCustomFields(before, intent.input);
        task.fields = intent.follows === true ? wanted : this.writable(wanted, intent.input, before);
      }
    }
  }

  private writable(wanted: Partial<Entity>, input: Partial<Entity>, before: Entity): Partial<Entity> {
    const { descriptor, reach, serializer } = this.parts;
    const shown = serializer.view(before, currentTenant().id);
    const fields = { ...writableFields(wanted, input, shown, currentAccess(), descriptor.plural) };
    // A PUT that does not name the owner would take the record out of a reach that depends on it.
    if (input.ownerId === undefined && reach.wholeScope('update') !== undefined) delete fields.ownerId;
    return fields;
  }

  private planChange(task: WriteTask<Entity>): void {
    const { before, fields, intent } = task;
    if (before === undefined) return;
    const isSame = Object.keys(changedFields(before, fields)).length === 0;
    if (isSame && intent.event === undefined) task.saved = before;
    else task.plan({ ...before, ...withoutUndefined(fields) });
  }

  /** Nobody gives a record to an owner with whom they could not reach it any more. */
  private async keepOwners(action: RecordAction, tasks: readonly WriteTask<Entity>[]): Promise<void> {
    if (tasks.length === 0) return;
    const scope = this.parts.reach.owners(action);
    if (scope === undefined) return;
    const ownerOf = ({ write }: WriteTask<Entity>) => write?.after.ownerId ?? '';
    const ownerIds = tasks.map(ownerOf).filter((ownerId) => ownerId !== '');
    const admitted = await this.parts.foundation.owners.admitted(scope, ownerIds);
    for (const task of tasks) {
      if (!admitted.has(ownerOf(task))) task.refuse(new OwnerOutOfReachError());
    }
  }

  private async follow(tasks: readonly WriteTask<Entity>[]): Promise<void> {
    const writes = tasks.flatMap(({ write, saved }) => {
      return write === undefined || saved === undefined || saved === write.before
        ? []
        : [write.written(saved)];
    });
    if (writes.length > 0) await this.steps.follow(writes);
  }
}

function open<Entity extends RecordEntity>(task: WriteTask<Entity>): boolean {
  return task.isOpen;
}

/** Open, and about a record that is there already. */
function isStored<Entity extends RecordEntity>(task: WriteTask<Entity>): boolean {
  return task.isOpen && task.before !== undefined;
}

function writesOf<Entity extends RecordEntity>(tasks: readonly WriteTask<Entity>[]): RecordWrite<Entity>[] {
  return tasks.flatMap(({ isOpen, write }) => (isOpen && write !== undefined ? [write] : []));
}

async function attempt<Entity extends RecordEntity>(
  task: WriteTask<Entity>,
  work: () => Promise<void> | void,
): Promise<void> {
  await attemptAll([task], work);
}

/** What a rule refuses is refused for these records alone. */
async function attemptAll<Entity extends RecordEntity>(
  tasks: readonly WriteTask<Entity>[],
  work: () => Promise<void> | void,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof DomainError) || error.status >= 500) throw error;
    for (const task of tasks) task.refuse(error);
  }
}

function deletedAt<Entity extends RecordEntity>(moment: string | null): Partial<Entity> {
  return { deletedAt: moment } as Partial<Entity>;
}

function withoutUndefined<Fields extends Record<string, unknown>>(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Fields;
}
