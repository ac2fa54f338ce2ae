import { NotFoundError } from '../../../kernel/errors.js';
import { currentActor } from '../../context/request-context.js';
import { COLLIDING_ATTEMPTS } from '../../database/tenant-database.js';
import type { RecordEntity } from '../record.entity.js';
import type { RecordParts, RecordWrites } from '../writes/record-writes.js';
import { WriteTask } from '../writes/write-task.js';
import type { MergeDto } from './merge.dto.js';
import {
  MergeExpiredError,
  MergeUndoConflictError,
  MergeUndoneError,
  SurvivorGoneError,
} from './merge.errors.js';
import { type MergeChange, MergeStore } from './merge-store.js';
import type { FieldChange } from '../../journal/journal-event.js';
import { shownMerge } from './shown-merge.js';
import type { Unmerging } from './unmerging.js';
import { UnmergePlan } from './unmerge-plan.js';

const CHANGES = `SELECT record_id AS id, changes FROM journal JOIN unnest($1::uuid[], $2::integer[]) AS wanted (id, version)
  ON journal.record_id = wanted.id AND journal.version = wanted.version WHERE erased_at IS NULL`;

type Changes = Readonly<Record<string, FieldChange>>;

/** Undoes merges: the losers come back, and what has not changed since is as it was. */
export class RecordUnmerge<Entity extends RecordEntity> implements Unmerging {
  private readonly store: MergeStore;

  constructor(
    private readonly parts: RecordParts<Entity>,
    private readonly writes: RecordWrites<Entity>,
  ) {
    this.store = new MergeStore(parts.foundation.database);
  }

  /** As `Unmerging` tells. */
  async undo(id: string, force: boolean): Promise<MergeDto> {
    const { database, journal } = this.parts.foundation;
    await journal.prepare();
    return database.transaction(() => this.run(id, force), COLLIDING_ATTEMPTS);
  }

  private async run(id: string, force: boolean): Promise<MergeDto> {
    const { clock, customFields, registry } = this.parts.foundation;
    const merge = await this.store.find(id, true);
    if (merge === undefined) throw new NotFoundError('Merge');
    await this.requireReach(merge);
    if (merge.undoneAt !== null) throw new MergeUndoneError();
    const changes = await this.store.changes(id);
    const deleted = await customFields.deletedFields();
    const plan = new UnmergePlan(registry, await this.changesOf(changes), deleted);
    await this.survivor(merge, plan.fieldsFor(merge.resource));
    await this.losers(merge);
    for (const resource of new Set(changes.map((change) => change.resource))) {
      const ids = changes.flatMap((change) =>
        change.resource === resource && change.recordId !== merge.survivorId ? [change.recordId] : [],
      );
      await registry.find(resource)?.service.rewrite(ids, plan.fieldsFor(resource));
      plan.miss(resource, ids);
    }
    if (plan.conflicts.length > 0 && !force) throw new MergeUndoConflictError(plan.conflicts);
    await this.partsBack(merge);
    const [at, by] = [clock.now().toISOString(), currentActor().id];
    await this.store.close(id, at, by);
    return shownMerge({ ...merge, undoneAt: at, undoneBy: by }, registry);
  }

  /** Who undoes a merge may change the survivor, and bring back the others. A reader of neither knows of no merge. */
  private async requireReach({ survivorId, mergedIds }: MergeDto): Promise<void> {
    const { foundation, reach, table } = this.parts;
    const wanted = [
      ...(['read', 'update'] as const).map((action) => ({ action, ids: [survivorId] })),
      ...(['read', 'delete'] as const).map((action) => ({ action, ids: mergedIds })),
    ];
    for (const { action, ids } of wanted) {
      const scope = reach.scope(action);
      for (const id of ids) {
        const [state] = await foundation.database.query<{ deleted: boolean }>(table.findState(id, scope));
        if (state === undefined)
          throw (await this.isThere(id)) ? new NotFoundError('Merge') : new MergeExpiredError();
      }
    }
  }

  private async isThere(id: string): Promise<boolean> {
    const { foundation, table } = this.parts;
    return (await foundation.database.query(table.findState(id, undefined))).length > 0;
  }

  private async changesOf(changes: readonly MergeChange[]): Promise<ReadonlyMap<string, Changes>> {
    const rows = await this.parts.foundation.database.query<{ id: string; changes: Changes | null }>({
      text: CHANGES,
      values: [changes.map(({ recordId }) => recordId), changes.map(({ version }) => version)],
    });
    if (rows.length < changes.length) throw new MergeExpiredError();
    return new Map(rows.map((row) => [row.id, row.changes ?? {}]));
  }

  private async survivor(
    merge: MergeDto,
    fieldsFor: (now: RecordEntity) => Partial<RecordEntity>,
  ): Promise<void> {
    const task = new WriteTask<Entity>({
      verb: 'updated',
      id: merge.survivorId,
      input: {},
      event: 'unmerged',
      merge: { id: merge.id, survivorId: merge.survivorId, mergedIds: merge.mergedIds },
      follows: true,
      fieldsFor: (now) => fieldsFor(now) as Partial<Entity>,
    });
    await this.write([task], () => new SurvivorGoneError());
  }

  /** One that somebody has restored meanwhile is back already. */
  private async losers(merge: MergeDto): Promise<void> {
    const { foundation, table } = this.parts;
    const facts = { id: merge.id, survivorId: merge.survivorId, mergedIds: merge.mergedIds };
    const rows = await foundation.database.query<Entity>(table.lock(merge.mergedIds, { deleted: true }));
    const tasks = rows.map(
      ({ id }) => new WriteTask<Entity>({ verb: 'restored', id, input: {}, merge: facts }),
    );
    await this.write(tasks, () => new MergeExpiredError());
  }

  private async write(tasks: WriteTask<Entity>[], missing: () => Error): Promise<void> {
    await this.writes.many(
      async () => tasks,
      (all) => {
        const fault = all.find(({ error }) => error !== undefined)?.error;
        if (fault instanceof NotFoundError) throw missing();
        if (fault !== undefined) throw fault;
      },
    );
  }

  private async partsBack(merge: MergeDto): Promise<void> {
    const ground = { mergeId: merge.id, survivorId: merge.survivorId, loserIds: merge.mergedIds };
    const rows = await this.store.rows(merge.id);
    for (const part of this.parts.foundation.registry.mergePartsOf(merge.resource))
      await part.undo?.(
        ground,
        rows.filter((row) => row.part === part.name),
      );
  }
}
