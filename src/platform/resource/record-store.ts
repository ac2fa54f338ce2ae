import { currentActor, currentTenant } from '../context/request-context.js';
import type { Statement } from '../database/tenant-database.js';
import type { FieldChange, JournalEntry } from '../journal/journal-event.js';
import { explainRefusal, refusesRow, type RowRefusal } from './writes/constraint-errors.js';
import { verbOf } from './writes/named-change.js';
import { changedFields, holderOf } from './writes/record-changes.js';
import type { RecordEntity } from './record.entity.js';
import type { RecordFoundation } from './record-foundation.js';
import type { RecordSerializer } from './record-serializer.js';
import type { RecordTable } from './record-table.js';
import type { ResourceDescriptor } from './resource-descriptor.js';
import type { WriteTask } from './writes/write-task.js';

type Changes = Readonly<Record<string, FieldChange>>;

/** A record as it is to be stored. */
interface StoredRecord<Entity extends RecordEntity> {
  readonly task: WriteTask<Entity>;
  readonly row: Entity;
  /** Absent for a new one. */
  readonly changes: Changes | undefined;
}

/** Fields of a locked record as they are to be. */
interface Amendment<Entity extends RecordEntity> {
  readonly before: Entity;
  readonly fields: Partial<Entity>;
}

const SAVEPOINT: Statement = { text: 'SAVEPOINT rows' };
const ROLLBACK: Statement = { text: 'ROLLBACK TO SAVEPOINT rows' };

/** Stores what was admitted: the rows of one record type and a journal row for each, one by one or by set. */
export class RecordStore<Entity extends RecordEntity> {
  private readonly internal: ReadonlySet<string>;
  private readonly properties: readonly string[];

  constructor(
    private readonly descriptor: ResourceDescriptor<Entity>,
    private readonly foundation: RecordFoundation,
    private readonly table: RecordTable<Entity>,
    private readonly serializer: RecordSerializer<Entity>,
  ) {
    this.internal = new Set<string>(descriptor.internalFields ?? []);
    this.properties = table.columns.map(({ property }) => property);
  }

  /** One record with its journal row in one statement. Rejects with what the database refuses. */
  async one(task: WriteTask<Entity>): Promise<void> {
    const [stored] = this.stored([task]);
    if (stored === undefined) return;
    const { row, changes } = stored;
    const change =
      changes === undefined ? this.table.insert(row) : this.table.update(row.id, valuesOf(row, changes));
    await this.foundation.journal.write(change, this.entryOf(task, row, changes));
    task.saved = row;
  }

  /** Changed columns of a locked record, under an event of its own. @returns the record as it is now */
  async save(
    verb: string,
    before: Entity,
    fields: Partial<Entity> | Partial<RecordEntity>,
    changes: Changes | null,
  ): Promise<Entity> {
    const system = this.nextVersion(before);
    const after: Entity = { ...before, ...fields, ...system };
    const entry = this.entry(verb, after, changes ?? undefined);
    await this.foundation.journal.write(this.table.update(before.id, { ...fields, ...system }), entry);
    return after;
  }

  /** The same of many locked records, by set. Needs a transaction. @returns them as they are now */
  async saveAll(verb: string, amendments: readonly Amendment<Entity>[]): Promise<Entity[]> {
    if (amendments.length === 0) return [];
    const properties = new Set<string>([
      ...amendments.flatMap(({ fields }) => Object.keys(fields)),
      ...SYSTEM,
    ]);
    const saved = amendments.map(({ before, fields }) => {
      return { ...before, ...fields, ...this.nextVersion(before) };
    });
    await this.foundation.database.execute(this.table.updateAll(saved, [...properties]));
    const entries = amendments.map(({ before, fields }, index) => {
      return this.entry(verb, saved[index] ?? before, changedFields(before, fields));
    });
    await this.foundation.journal.writeAll(entries);
    return saved;
  }

  /** A record as the API shows it, whole. */
  shown(row: Entity): Readonly<Record<string, unknown>> {
    return this.serializer.view(row, currentTenant().id);
  }

  /** All records with their journal rows, by set; each that the database refuses is refused alone. Needs a transaction. */
  async many(tasks: readonly WriteTask<Entity>[]): Promise<void> {
    const stored = this.stored(tasks);
    // In the order of their most common unique key, so that two calls with the same new keys do not cross.
    const created = stored.filter(({ changes }) => changes === undefined).toSorted(byExternalId);
    const changed = stored.filter(({ changes }) => changes !== undefined);
    const properties = [
      ...new Set(changed.flatMap(({ changes = {} }) => [...Object.keys(changes).map(holderOf), ...SYSTEM])),
    ];
    await this.rows(created, this.properties, true);
    await this.rows(changed, properties, false);
    const written = stored.filter(({ task }) => task.error === undefined);
    for (const { task, row } of written) task.saved = row;
    await this.foundation.journal.writeAll(
      written.map(({ task, row, changes }) => this.entryOf(task, row, changes)),
    );
  }

  /** The rows in one statement; when it is refused, each by itself within another one. */
  private async rows(
    stored: readonly StoredRecord<Entity>[],
    properties: readonly string[],
    areNew: boolean,
  ): Promise<void> {
    if (stored.length === 0) return;
    const { database } = this.foundation;
    const rows = stored.map(({ row }) => row);
    await database.execute(SAVEPOINT);
    try {
      await database.execute(areNew ? this.table.insertAll(rows) : this.table.updateAll(rows, properties));
    } catch (error) {
      if (!refusesRow(error)) throw error;
      await database.execute(ROLLBACK);
      const refusals = await database.query<RowRefusal & { place: number }>(
        this.table.writeSingly(rows, properties, areNew),
      );
      for (const { place, ...refusal } of refusals)
        stored[place]?.task.refuse(explainRefusal(refusal, this.table, this.descriptor.name));
    }
  }

  /** What is to be stored of each task; one whose record is as it was is done. */
  private stored(tasks: readonly WriteTask<Entity>[]): StoredRecord<Entity>[] {
    return tasks.flatMap((task): StoredRecord<Entity>[] => {
      const { before, write } = task;
      if (write === undefined) return [];
      if (before === undefined) return [{ task, row: write.after, changes: undefined }];
      const changes = changedFields(before, write.after);
      if (Object.keys(changes).length > 0 || task.intent.event !== undefined)
        return [{ task, row: { ...write.after, ...this.nextVersion(before) }, changes }];
      task.saved = before;
      return [];
    });
  }

  private nextVersion(before: Entity): Pick<RecordEntity, 'updatedAt' | 'updatedBy' | 'version'> {
    const updatedAt = this.foundation.clock.now().toISOString();
    return { updatedAt, updatedBy: currentActor().id, version: before.version + 1 };
  }

  private entryOf(
    { intent, before, write }: WriteTask<Entity>,
    row: Entity,
    changes: Changes | undefined,
  ): JournalEntry {
    const named = verbOf(this.descriptor.namedChanges ?? {}, intent.verb, before, row);
    const entry = this.entry(intent.event ?? write?.event ?? named, row, changes);
    return intent.merge === undefined
      ? entry
      : { ...entry, record: { ...entry.record, merge: intent.merge } };
  }

  private entry(verb: string, row: Entity, changes: Changes | undefined): JournalEntry {
    return {
      resource: this.descriptor.name,
      recordId: row.id,
      type: `${this.descriptor.name}.${verb}`,
      version: row.version,
      changes: this.told(verb, changes),
      record: this.serializer.view(row, currentTenant().id),
      // So that a record as of its `updatedAt` is the record with this `updatedAt`.
      occurredAt: row.updatedAt,
    };
  }

  /** That a record was deleted or restored its event says; columns that never leave the product are not told. */
  private told(verb: string, changes: Changes | undefined): JournalEntry['changes'] {
    if (changes === undefined || verb === 'deleted' || verb === 'restored') return null;
    return Object.fromEntries(Object.entries(changes).filter(([field]) => !this.internal.has(field)));
  }
}

const SYSTEM = ['updatedAt', 'updatedBy', 'version'] as const;

function valuesOf(row: RecordEntity, changes: Changes): Record<string, unknown> {
  const fields = [...new Set(Object.keys(changes).map(holderOf)), ...SYSTEM];
  return Object.fromEntries(fields.map((field) => [field, Reflect.get(row, field)]));
}

function byExternalId<Entity extends RecordEntity>(
  one: StoredRecord<Entity>,
  other: StoredRecord<Entity>,
): number {
  const [left, right] = [one.row.externalId ?? '', other.row.externalId ?? ''];
  return left < right ? -1 : Number(left > right);
}
