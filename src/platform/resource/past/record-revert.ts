import { currentAccess } from '../../context/request-context.js';
import { DtoCheck } from '../../http/dto-check.js';
import { fieldNames } from '../../http/fields/field-names.js';
import { ConflictError } from '../../../kernel/errors.js';
import type { FormerVersion } from '../writes/former-version.js';
import { DeletedRecordError } from './history.errors.js';
import { withoutNamed } from '../lists/named-fields.js';
import { changedFields, holderOf } from '../writes/record-changes.js';
import type { RecordEntity } from '../record.entity.js';
import type { JournalReader } from '../../journal/journal-reader.js';
import type { RecordPast, WantedVersion } from './record-past.js';
import type { RecordSnapshot } from '../record-snapshot.js';
import type { ResourceDescriptor } from '../resource-descriptor.js';
import { titleOf } from '../resource-names.js';
import type { WriteIntent } from '../writes/write-task.js';

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
    private readonly journal: JournalReader,
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
    const target = this.target(record);
    return update(target, (before) => this.differing(before, target));
  }

  /**
   * The same of many records by set, each unless it has changed since.
   *
   * @returns in the order of the records, what is to be done; for one whose former version is not kept, why nothing is
   */
  async intents(wanted: readonly FormerVersion[]): Promise<readonly (WriteIntent<Entity> | ConflictError)[]> {
    const records = await this.journal.recordsAt(new Map(wanted.map(({ id, former }) => [id, former])));
    return wanted.map(({ id, version, former }) => {
      const record = records.get(id);
      if (record === undefined) return new ConflictError(`Version ${former} is not kept any more`);
      const target = this.target(record);
      const fieldsFor = (before: Entity) => this.differing(before, target) as Partial<Entity>;
      return { verb: 'updated', id, ifMatch: version, input: target as Partial<Entity>, fieldsFor };
    });
  }

  /** What nobody told the caller of they cannot mean: it stays as it is. */
  private target(record: RecordSnapshot): Fields {
    const shown = withoutNamed(record, currentAccess().hiddenFields(this.descriptor.plural));
    return Object.fromEntries(
      this.writable.filter((field) => field in shown).map((field) => [field, shown[field]]),
    );
  }

  /** What fitted once need not fit now; what is there already is nobody's fault. */
  private differing(before: RecordEntity, target: Fields): Fields {
    const changed = new Set(Object.keys(changedFields(before, target)).map(holderOf));
    const fields = Object.fromEntries(Object.entries(target).filter(([field]) => changed.has(field)));
    this.check.check(fields);
    return fields;
  }
}
