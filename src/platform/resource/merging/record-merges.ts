import { isId, newId } from '../../../kernel/identifiers.js';
import { currentAccess, currentActor, currentTenant } from '../../context/request-context.js';
import { COLLIDING_ATTEMPTS } from '../../database/tenant-database.js';
import type { RecordEntity } from '../record.entity.js';
import { RecordWrite } from '../writes/record-write.js';
import type { RecordParts, RecordWrites } from '../writes/record-writes.js';
import type { RecordView } from '../resource-descriptor.js';
import { writableFields } from '../writes/write-rules.js';
import { WriteTask } from '../writes/write-task.js';
import { MergeChildren, MOST_MOVED } from './merge-children.js';
import { MergeChoice, type MergeInput } from './merge-choice.js';
import { type MergedCustomFields, MergedFields } from './merged-fields.js';
import type { MergeGround } from './merge-part.js';
import type { MergeResult } from './merge-result.js';
import { type MergeChange, MergeStore, type PartRow } from './merge-store.js';
import { MergeTooLargeError } from './merge.errors.js';
import { shownMerge } from './shown-merge.js';
import { RecordUnmerge } from './record-unmerge.js';
import type { MergeDto } from './merge.dto.js';
import type { Unmerging } from './unmerging.js';

/** What a room does in a merge; see `ResourceService`. */
interface MergeSteps<Entity> {
  view(row: Entity): RecordView;
  mayMerge(survivor: Entity, losers: readonly Entity[]): void;
}

interface Moved {
  readonly counts: Record<string, number>;
  readonly changes: MergeChange[];
  readonly rows: PartRow[];
}

/** Makes one record of several: in one transaction, with all that points at them. */
export class RecordMerges<Entity extends RecordEntity> implements Unmerging {
  private readonly fields: MergedFields<Entity>;
  private readonly choice: MergeChoice<Entity>;
  private readonly children: MergeChildren;
  private readonly store: MergeStore;
  private readonly undoing: RecordUnmerge<Entity>;

  constructor(
    private readonly parts: RecordParts<Entity>,
    private readonly writes: RecordWrites<Entity>,
    private readonly steps: MergeSteps<Entity>,
  ) {
    const { descriptor, foundation, table } = parts;
    this.fields = new MergedFields(
      descriptor,
      table.columns.map(({ property }) => property),
    );
    this.choice = new MergeChoice(descriptor, this.fields);
    this.children = new MergeChildren(descriptor, foundation);
    this.store = new MergeStore(foundation.database);
    this.undoing = new RecordUnmerge(parts, writes);
  }

  /**
   * @throws {PermissionDeniedError} 403 · {NotFoundError} 404 · {ValidationError} 422 · {VersionMismatchError} 412
   * @throws {MergeTooLargeError} 409 · {DuplicateError} 409
   */
  async merge(id: string, input: MergeInput<Entity>, ifMatch?: number): Promise<MergeResult> {
    const { foundation } = this.parts;
    const survivorId = id.toLowerCase();
    const loserIds = this.choice.losers(survivorId, input);
    await foundation.journal.prepare();
    return foundation.database.transaction(
      () => this.run({ mergeId: newId(), survivorId, loserIds }, input, ifMatch),
      COLLIDING_ATTEMPTS,
    );
  }

  /** As `Unmerging` tells. */
  undo(id: string, force: boolean): Promise<MergeDto> {
    return this.undoing.undo(id, force);
  }

  private async run(
    merge: MergeGround,
    input: MergeInput<Entity>,
    ifMatch: number | undefined,
  ): Promise<MergeResult> {
    const { descriptor, foundation, serializer } = this.parts;
    const records = await this.lock(merge);
    const [survivor, ...losers] = [merge.survivorId, ...merge.loserIds].map((id) => records.get(id));
    const present = losers.filter((loser) => loser !== undefined);
    if (survivor === undefined || present.length < losers.length) throw this.choice.missing();
    this.steps.mayMerge(survivor, present);
    const chosen = this.choice.values(records, input);
    await this.checkReferences(survivor, input.values);
    const shown = serializer.view(survivor, currentTenant().id);
    writableFields(chosen, chosen, shown, currentAccess(), descriptor.plural);
    const facts = { id: merge.mergeId, survivorId: survivor.id, mergedIds: merge.loserIds };
    const sets = await this.children.find(merge);
    const moved: Moved = { counts: {}, changes: [], rows: [] };
    const following = await this.moveParts(merge, moved);
    await this.write(
      present.map((loser) => {
        const seen = input.versions?.[loser.id];
        return new WriteTask<Entity>({
          verb: 'deleted',
          id: loser.id,
          input: {},
          ifMatch: seen,
          merge: facts,
        });
      }),
    );
    const custom = await this.customFields();
    const fields = { ...this.fields.of([survivor, ...present], chosen, custom), ...following };
    const [saved] = await this.write([
      new WriteTask<Entity>({
        verb: 'updated',
        id: survivor.id,
        input: chosen,
        ifMatch,
        follows: true,
        event: 'merged',
        merge: facts,
        fieldsFor: () => fields,
      }),
    ]);
    const after = saved?.saved ?? survivor;
    moved.changes.push({ resource: descriptor.name, recordId: after.id, version: after.version });
    for (const { registered, pointers, ids } of sets) {
      const versions = await registered.service.rewrite(ids, (before) => pointers.moved(before, merge));
      const { name, plural } = registered.descriptor;
      if (versions.size > 0) moved.counts[plural] = versions.size;
      for (const [recordId, version] of versions) moved.changes.push({ resource: name, recordId, version });
    }
    for (const part of foundation.registry.mergePartsOf(descriptor.name))
      await part.settle?.(merge, survivor, after);
    return this.keep(merge, moved, after);
  }

  /** What the caller names themselves must be there; what stood in one of the records needs not. */
  private async checkReferences(survivor: Entity, values: Partial<Entity> = {}): Promise<void> {
    const { descriptor, foundation, references } = this.parts;
    const customFields = { ...survivor.customFields, ...values.customFields };
    const write = new RecordWrite('updated', survivor, { ...survivor, ...values, customFields }, values);
    await references.check([write]);
    await foundation.customFields.settle(descriptor, [write], new Set([write]));
    if (write.refused !== undefined) throw write.refused;
  }

  /** Whoever creates something that points at one of them waits, and then finds it deleted. */
  private async lock({ survivorId, loserIds }: MergeGround): Promise<ReadonlyMap<string, Entity>> {
    const { foundation, reach, table } = this.parts;
    const ids = [survivorId, ...loserIds].filter(isId);
    const scopes = (['read', 'update', 'delete'] as const).map((action) => reach.scope(action));
    await foundation.database.execute({
      text: `SELECT id FROM "${table.table}" WHERE id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE`,
      values: [ids],
    });
    const found: ReadonlyMap<string, Entity>[] = [];
    for (const scope of scopes) {
      const rows = await foundation.database.query<Entity>(table.lock(ids, { scope }));
      found.push(new Map(rows.map((row) => [row.id, row])));
    }
    const [readable, changeable, deletable] = found;
    const allowed = ids.filter((id) => {
      const other = id === survivorId ? changeable : deletable;
      return readable?.has(id) === true && other?.has(id) === true;
    });
    return new Map(allowed.flatMap((id) => (readable?.get(id) ? [[id, readable.get(id) as Entity]] : [])));
  }

  private async moveParts(merge: MergeGround, moved: Moved): Promise<Partial<Entity>> {
    const { descriptor, foundation } = this.parts;
    const fields: Record<string, unknown> = {};
    for (const part of foundation.registry.mergePartsOf(descriptor.name)) {
      const { rows, fields: following = {} } = await part.move(merge, MOST_MOVED);
      if (rows.length > MOST_MOVED) throw new MergeTooLargeError(MOST_MOVED);
      if (rows.length > 0) moved.counts[part.name] = rows.length;
      moved.rows.push(...rows.map((row) => ({ ...row, part: part.name })));
      Object.assign(fields, following);
    }
    return fields as Partial<Entity>;
  }

  private async customFields(): Promise<MergedCustomFields> {
    const { plural } = this.parts.descriptor;
    const { customFields } = this.parts.foundation;
    const deleted = (await customFields.deletedFields()).get(plural);
    const known = [...(await customFields.names(plural))].filter((name) => deleted?.has(name) !== true);
    const inner = await customFields.referencesTo(plural, plural);
    return { known: new Set(known), inner: new Set(inner.map(({ key }) => key)) };
  }

  private write(tasks: WriteTask<Entity>[]): Promise<WriteTask<Entity>[]> {
    return this.writes.many(
      async () => tasks,
      (all) => {
        const fault = all.find(({ error }) => error !== undefined)?.error;
        if (fault !== undefined) throw fault;
      },
    );
  }

  private async keep(
    merge: MergeGround,
    { counts, changes, rows }: Moved,
    after: Entity,
  ): Promise<MergeResult> {
    const kept = {
      id: merge.mergeId,
      resource: this.parts.descriptor.name,
      survivorId: merge.survivorId,
      mergedIds: [...merge.loserIds],
      moved: counts,
      createdAt: this.parts.foundation.clock.now().toISOString(),
      createdBy: currentActor().id,
      undoneAt: null,
      undoneBy: null,
    };
    await this.store.add(kept, changes, rows);
    return { ...shownMerge(kept, this.parts.foundation.registry), record: this.steps.view(after) };
  }
}
