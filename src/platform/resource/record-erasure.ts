import { NotFoundError } from '../../kernel/errors.js';
import { isId } from '../../kernel/identifiers.js';
import { currentActor, currentTenant } from '../context/request-context.js';
import { RECORD_TYPES } from '../database/record-types.js';
import type { ErasureDto } from '../privacy/dto/erasure.dto.js';
import { RecordErasedError } from '../privacy/erased-record.error.js';
import type { RecordEntity } from './record.entity.js';
import type { RecordFoundation } from './record-foundation.js';
import { scopeOn } from './record-within.js';
import type { RecordStore } from './record-store.js';
import type { RecordTable } from './record-table.js';
import type { RecordView, ResourceDescriptor } from './resource-descriptor.js';
import { titleOf } from './resource-names.js';
import { versionConflict } from './version-conflict.js';

interface Entombed {
  readonly [column: string]: unknown;
  readonly id: string;
  readonly version: number;
  readonly ownerId: string | null;
  readonly resource?: string;
  readonly recordId?: string;
}

/** What erasing does to the rows of one record type, deleted ones too. Needs a transaction; who may is asked in `require` alone. */
export class RecordErasure<Entity extends RecordEntity> {
  constructor(
    private readonly descriptor: ResourceDescriptor<Entity>,
    private readonly foundation: RecordFoundation,
    private readonly table: RecordTable<Entity>,
    private readonly store: RecordStore<Entity>,
  ) {}

  /**
   * Takes one record away for good, with all that is held of it.
   *
   * @param ifMatch the version the caller has seen
   * @param show the record as the caller may see it
   * @returns the receipt
   * @throws what `require` throws · {VersionMismatchError} 412
   */
  async erase(
    id: string,
    ifMatch: number | undefined,
    show: (row: Entity) => RecordView,
  ): Promise<ErasureDto> {
    const { database, erasures, journal } = this.foundation;
    await journal.prepare();
    return database.transaction(async () => {
      const before = await this.require(id);
      if (ifMatch !== undefined && ifMatch !== before.version)
        throw versionConflict(show(before), {}, undefined);
      const subject = { resource: this.descriptor.name, id: before.id };
      return erasures.begin({ scope: 'record', subject, records: [subject] });
    });
  }

  /**
   * The record, locked, when the caller may erase it.
   *
   * @throws {PermissionDeniedError} 403 · {NotFoundError} 404 also out of reach · {RecordErasedError} 410
   */
  async require(id: string): Promise<Entity> {
    const scope = scopeOn(this.descriptor, 'erase', this.foundation.registry);
    const [found] = isId(id) ? await this.find([id], scope) : [];
    const isGone = isId(id) && scope?.within === undefined && (await this.foundation.erased.has(id));
    if (isGone) throw new RecordErasedError(titleOf(this.descriptor));
    if (found === undefined) throw new NotFoundError(titleOf(this.descriptor));
    return found;
  }

  /** Those of the ids that the caller may erase, locked. @throws {PermissionDeniedError} 403 */
  async within(ids: readonly string[]): Promise<Entity[]> {
    return this.find(ids, scopeOn(this.descriptor, 'erase', this.foundation.registry));
  }

  /** Locked, whoever asks. */
  all(ids: readonly string[]): Promise<Entity[]> {
    return this.find(ids, undefined);
  }

  /** From here on nobody finds them. Their event holds nothing but ids. */
  async entomb(ids: readonly string[]): Promise<void> {
    const { database, clock, journal } = this.foundation;
    const moment = clock.now().toISOString();
    const place = this.descriptor.within === true ? ', resource, record_id AS "recordId"' : '';
    const text = `UPDATE "${this.table.table}" SET deleted_at = coalesce(deleted_at, $2), updated_at = $2, updated_by = $3,
      version = version + 1 WHERE id = ANY ($1::uuid[]) RETURNING id, version, owner_id AS "ownerId"${place}`;
    const rows = await database.query<Entombed>({ text, values: [ids, moment, currentActor().id] });
    const { name } = this.descriptor;
    await journal.writeAll(
      rows.map((row) => ({
        ...{ resource: name, recordId: row.id, type: `${name}.erased`, version: row.version, changes: null },
        // The owner says whose reach it was in, the record that it lived within likewise.
        record: { ...row, tenantId: currentTenant().id },
        occurredAt: moment,
      })),
    );
  }

  /** @returns how many there were */
  removeRows(ids: readonly string[]): Promise<number> {
    const text = `DELETE FROM "${this.table.table}" WHERE id = ANY ($1::uuid[])`;
    return this.foundation.database.execute({ text, values: [ids] });
  }

  /** Ids of records of which a field has one of the values, in their order. */
  async idsWith(field: string, values: readonly string[], limit: number): Promise<string[]> {
    const text = `SELECT id FROM "${this.table.table}" WHERE ${this.table.column(field)} = ANY ($1::uuid[])
      ORDER BY id LIMIT $2`;
    return this.ids(text, [values, limit]);
  }

  /**
   * Ids of records that are linked to one of the given ones, and are not among the erased.
   *
   * @param field that holds links
   * @param others whether they may be linked to records as well that are not erased
   */
  async idsLinked(
    field: string,
    records: readonly { readonly resource: string; readonly id: string }[],
    { others, limit }: { readonly others: boolean; readonly limit: number },
  ): Promise<string[]> {
    const column = this.table.column(field);
    const links = records.map(({ resource, id }) => JSON.stringify([{ resource, id }]));
    const alone = others
      ? ''
      : ` AND NOT EXISTS (SELECT FROM jsonb_array_elements(${column}) AS link WHERE NOT EXISTS (
          SELECT FROM erased_records AS erased WHERE erased.record_id::text = link ->> 'id'))`;
    const found = ['NULL', 'NOT NULL'].map(
      (deleted) => `(SELECT id FROM "${this.table.table}" WHERE deleted_at IS ${deleted}
        AND ${column} @> ANY ($1::jsonb[]) AND id NOT IN (SELECT record_id FROM erased_records)${alone} LIMIT $2)`,
    );
    return this.ids(`${found.join(' UNION ALL ')} LIMIT $2`, [links, limit]);
  }

  /**
   * Changes fields that others than the caller have no say in: with a version and an event for a live record, without for a
   * deleted one.
   */
  async amend(before: Entity, fields: Partial<Entity>): Promise<void> {
    if (before.deletedAt !== null) {
      await this.foundation.database.execute(this.table.update(before.id, fields));
      return;
    }
    const changes = Object.entries(fields).map(([field, value]: [string, unknown]) => [
      field,
      { old: Reflect.get(before, field) as unknown, new: value },
    ]);
    await this.store.save('updated', before, fields, Object.fromEntries(changes) as Record<string, never>);
  }

  private async ids(text: string, values: unknown[]): Promise<string[]> {
    const rows = await this.foundation.database.query<{ id: string }>({ text, values });
    return rows.map(({ id }) => id);
  }

  private async find(ids: readonly string[], scope: ReturnType<typeof scopeOn>): Promise<Entity[]> {
    const found = [];
    for (const deleted of [false, true])
      found.push(
        ...(await this.foundation.database.query<Entity>(this.table.lock(ids, { scope, deleted }))),
      );
    return found;
  }

  /** Records as the API shows them, without regard to anybody's rights. @param ids at most some hundred */
  async shown(ids: readonly string[]): Promise<Readonly<Record<string, unknown>>[]> {
    const text = `SELECT ${this.table.selection} FROM "${this.table.table}" WHERE id = ANY ($1::uuid[]) ORDER BY id`;
    const rows = await this.foundation.database.query<Entity>({ text, values: [ids], types: RECORD_TYPES });
    return rows.map((row) => this.store.shown(row));
  }
}
