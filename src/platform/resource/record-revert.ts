import { currentAccess } from '../context/request-context.js';
import { DtoCheck } from '../http/dto-check.js';
import { fieldNames } from '../http/fields/field-names.js';
import { DeletedRecordError } from './history.errors.js';
import { withoutNamed } from './named-fields.js';
import { changedFields, holderOf } from './record-changes.js';
import type { RecordEntity } from './record.entity.js';
import type { RecordPast, WantedVersion } from './record-past.js';
import type { ResourceDescriptor } from './resource-descriptor.js';
import { titleOf } from './resource-names.js';

type Fields = Partial<RecordEntity>;
/** @param fieldsFor what of the input is to be written over the record, asked with it locked */
type Update<Result> = (input: Fields, fieldsFor: (before: RecordEntity) => Fields) => Promise<Result>;

/** Writes records of one type as they were at one of their versions. */
export class RecordRevert<Entity extends RecordEntity> {
  private readonly writable: readonly string[];
  private readonly check: DtoCheck<unknown>;

  constructor(
    private readonly descriptor: ResourceDescriptor<Entity>,
    private readonly past: RecordPast<Entity>,
  ) {
    this.writable = fieldNames(descriptor.updateDto);
    this.check = new DtoCheck(descriptor.updateDto);
  }

  /**
   * @param update the room's own, of this record
   * @throws {NotFoundError} 404 · {DeletedRecordError} 409 · {HistoryExpiredError} · {VersionErasedError} 410, and what
   *   an update throws
   */
  async to<Result>(id: string, wanted: WantedVersion, update: Update<Result>): Promise<Result> {
    const state = await this.past.state(id, 'update');
    if (state === 'deleted') throw new DeletedRecordError(titleOf(this.descriptor));
    const { record } = await this.past.whole(id, wanted);
    // What nobody told the caller of they cannot mean: it stays as it is.
    const shown = withoutNamed(record, currentAccess().hiddenFields(this.descriptor.plural));
    const target: Fields = Object.fromEntries(
      this.writable.filter((field) => field in shown).map((field) => [field, shown[field]]),
    );
    return update(target, (before) => this.differing(before, target));
  }

  /** What fitted once need not fit now; what is there already is nobody's fault. */
  private differing(before: RecordEntity, target: Fields): Fields {
    const changed = new Set(Object.keys(changedFields(before, target)).map(holderOf));
    const fields = Object.fromEntries(Object.entries(target).filter(([field]) => changed.has(field)));
    this.check.check(fields);
    return fields;
  }
}
