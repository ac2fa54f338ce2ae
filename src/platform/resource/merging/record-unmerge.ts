import { type ErrorDetail, NotFoundError } from '../../../kernel/errors.js';
import { currentActor } from '../../context/request-context.js';
import type { RecordEntity } from '../record.entity.js';
import type { RecordParts, RecordWrites } from '../record-writes.js';
import { WriteTask } from '../write-task.js';
import type { MergeDto } from './merge.dto.js';
import {
  MergeExpiredError,
  MergeUndoConflictError,
  MergeUndoneError,
  SurvivorGoneError,
} from './merge.errors.js';
import { type MergeChange, MergeStore } from './merge-store.js';
import type { FieldChange } from '../../journal/journal-event.js';
import { undoneFields } from './undone-fields.js';

const CHANGES = `SELECT record_id AS id, changes FROM journal JOIN unnest($1::uuid[], $2::integer[]) AS wanted (id, version)
  ON journal.record_id = wanted.id AND journal.version = wanted.version WHERE erased_at IS NULL`;

type Changes = Readonly<Record<string, FieldChange>>;

/** Undoes merges: the losers come back, and what has not changed since is as it was. */
export class RecordUnmerge<Entity extends RecordEntity> {
  private readonly store: MergeStore;

  constructor(
    private readonly parts: RecordParts<Entity>,
    private readonly writes: RecordWrites<Entity>,
  ) {
    this.store = new MergeStore(parts.foundation.database);
  }

  /**
   * Call it in a transaction.
   *
   * @param force leaves what has changed since the merge as it is now
   * @throws {NotFoundError} 404 · {ConflictError} 409 · {MergeExpiredError} 410
   */
  async undo(id: string, force: boolean): Promise<MergeDto> {
    const merge = await this.store.find(id, true);
    if (merge === undefined) throw new NotFoundError('Merge');
    if (merge.undoneAt !== null) throw new MergeUndoneError();
    const changes = await this.store.changes(id);
    const known = await this.changesOf(changes);
    const conflicts: ErrorDetail[] = [];
    const fieldsFor = (resource: string) => (now: RecordEntity) => {
      const plan = undoneFields(now, known.get(now.id) ?? {});
      for (const { field, ...values } of plan.conflicts)
        conflicts.push({ field: `${resource}.${now.id}.${field}`, message: 'has changed since', ...values });
      return plan.fields;
    };
    await this.survivor(merge, (now) => fieldsFor(merge.resource)(now) as Partial<Entity>);
    await this.losers(merge);
    for (const resource of new Set(changes.map((change) => change.resource))) {
      const ids = changes.flatMap((change) =>
        change.resource === resource && change.recordId !== merge.survivorId ? [change.recordId] : [],
      );
      await this.parts.foundation.registry.find(resource)?.service.rewrite(ids, fieldsFor(resource));
    }
    if (conflicts.length > 0 && !force) throw new MergeUndoConflictError(conflicts.slice(0, 100));
    await this.partsBack(merge);
    const [at, by] = [this.parts.foundation.clock.now().toISOString(), currentActor().id];
    await this.store.close(id, at, by);
    return { ...merge, undoneAt: at, undoneBy: by };
  }

  private async changesOf(changes: readonly MergeChange[]): Promise<ReadonlyMap<string, Changes>> {
    const rows = await this.parts.foundation.database.query<{ id: string; changes: Changes | null }>({
      text: CHANGES,
      values: [changes.map(({ recordId }) => recordId), changes.map(({ version }) => version)],
    });
    if (rows.length < changes.length) throw new MergeExpiredError();
    return new Map(rows.map((row) => [row.id, row.changes ?? {}]));
  }

  private async survivor(merge: MergeDto, fieldsFor: (now: Entity) => Partial<Entity>): Promise<void> {
    const task = new WriteTask<Entity>({
      verb: 'updated',
      id: merge.survivorId,
      input: {},
      event: 'unmerged',
      merge: { id: merge.id, survivorId: merge.survivorId, mergedIds: merge.mergedIds },
      follows: true,
      fieldsFor,
    });
    await this.write([task], () => new SurvivorGoneError());
  }

  private losers(merge: MergeDto): Promise<void> {
    const facts = { id: merge.id, survivorId: merge.survivorId, mergedIds: merge.mergedIds };
    return this.write(
      merge.mergedIds.map((id) => new WriteTask<Entity>({ verb: 'restored', id, input: {}, merge: facts })),
      () => new MergeExpiredError(),
    );
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
      await part.undo(
        ground,
        rows.filter((row) => row.part === part.name),
      );
  }
}
