import { NotFoundError } from '../../../kernel/errors.js';
import { isId } from '../../../kernel/identifiers.js';
import { currentActor, currentTenant } from '../../context/request-context.js';
import { RECORD_TYPES } from '../../database/record-types.js';
import type { ErasureDto } from '../../privacy/dto/erasure.dto.js';
import type { JournalEntry } from '../../journal/journal-event.js';
import { readFlag } from '../../http/read-flag.js';
import { RecordErasedError } from '../../privacy/erased-record.error.js';
import type { ErasableRecords, LinkedSearch } from './erasable-records.js';
import type { ListQuery } from '../lists/list-query.js';
import type { RecordLink } from '../relations/record-link.js';
import type { RecordEntity } from '../record.entity.js';
import type { RecordFoundation } from '../record-foundation.js';
import { scopeOn } from '../relations/record-within.js';
import type { RecordStore } from '../record-store.js';
import type { RecordTable } from '../record-table.js';
import type { RecordView, ResourceDescriptor } from '../resource-descriptor.js';
import { titleOf } from '../resource-names.js';
import { versionConflict } from '../writes/version-conflict.js';

interface Entombed {
  readonly [column: string]: unknown;
  readonly id: string;
  readonly version: number;
  readonly ownerId: string | null;
  readonly live: boolean;
  readonly resource?: string;
  readonly recordId?: string;
}

/** What the room does when live records are erased; undefined for nothing. */
type Afterwards<Entity> = ((records: readonly Entity[]) => Promise<void> | void) | undefined;

/** What erasing does to the rows of one record type. */
export class RecordErasure<Entity extends RecordEntity> implements ErasableRecords {
  constructor(
    private readonly descriptor: ResourceDescriptor<Entity>,
    private readonly foundation: RecordFoundation,
    private readonly table: RecordTable<Entity>,
    private readonly store: RecordStore<Entity>,
    private readonly afterwards: Afterwards<Entity>,
  ) {}

  /** Whether a deletion is to be for good. @throws {BadRequestError} 400 */
  static isWanted(query: ListQuery): boolean {
    return readFlag(query, 'permanent');
  }

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

  async require(id: string, action = 'erase'): Promise<Entity> {
    const scope = scopeOn(this.descriptor, action, this.foundation.registry);
    const [found] = isId(id) ? await this.find([id], scope) : [];
    // Its row may be there for a while.
    const isErased = isId(id) && (await this.foundation.erased.has(id));
    if (isErased && scope === undefined) throw new RecordErasedError(titleOf(this.descriptor));
    if (found === undefined || isErased) throw new NotFoundError(titleOf(this.descriptor));
    return found;
  }

  async within(ids: readonly string[], action: string): Promise<Entity[]> {
    return this.find(ids, scopeOn(this.descriptor, action, this.foundation.registry));
  }

  all(ids: readonly string[]): Promise<Entity[]> {
    return this.find(ids, undefined);
  }

  async entomb(ids: readonly string[]): Promise<void> {
    const { database, clock, journal } = this.foundation;
    const moment = clock.now().toISOString();
    const place = this.descriptor.within === true ? ', resource, record_id AS "recordId"' : '';
    const text = `UPDATE "${this.table.table}" AS record SET deleted_at = coalesce(record.deleted_at, $2), updated_at = $2,
        updated_by = $3, version = record.version + CASE WHEN record.deleted_at IS NULL THEN 2 ELSE 1 END
      FROM (SELECT id, deleted_at IS NULL AS live FROM "${this.table.table}" WHERE id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE)
        AS known
      WHERE record.id = known.id RETURNING record.id, version, owner_id AS "ownerId", live${place}`;
    const rows = await database.query<Entombed>({ text, values: [ids, moment, currentActor().id] });
    // Whoever knows deletions alone learns of it too.
    await journal.writeAll(
      rows.flatMap((row) => [
        ...(row.live ? [this.epitaph('deleted', row, row.version - 1, moment)] : []),
        this.epitaph('erased', row, row.version, moment),
      ]),
    );
    const gone = rows.filter(({ live }) => live).map(({ id }) => id);
    if (this.afterwards !== undefined && gone.length > 0) await this.afterwards(await this.all(gone));
  }

  /** The owner says whose reach the record was in, the record that it lived within likewise. */
  private epitaph(
    verb: string,
    { live: _live, ...row }: Entombed,
    version: number,
    moment: string,
  ): JournalEntry {
    const { name } = this.descriptor;
    return {
      ...{ resource: name, recordId: row.id, type: `${name}.${verb}`, version, changes: null },
      record: { ...row, version, tenantId: currentTenant().id },
      occurredAt: moment,
    };
  }

  removeRows(ids: readonly string[]): Promise<number> {
    const text = `DELETE FROM "${this.table.table}" WHERE id = ANY ($1::uuid[])`;
    return this.foundation.database.execute({ text, values: [ids] });
  }

  async idsWith(field: string, values: readonly string[], limit: number): Promise<string[]> {
    const text = `SELECT id FROM "${this.table.table}" WHERE ${this.table.column(field)} = ANY ($1::uuid[])
      AND NOT EXISTS (SELECT FROM erased_records WHERE record_id = id) ORDER BY id LIMIT $2`;
    return this.ids(text, [values, limit]);
  }

  async letGo(field: string, values: readonly string[]): Promise<void> {
    const column = this.table.column(field);
    const text = `UPDATE "${this.table.table}" SET ${column} = NULL WHERE ${column} = ANY ($1::uuid[])
      AND EXISTS (SELECT FROM erased_records WHERE record_id = id)`;
    await this.foundation.database.execute({ text, values: [values] });
  }

  async idsLinked(
    field: string,
    records: readonly RecordLink[],
    { others, limit }: LinkedSearch,
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

  async amend(before: Entity, fields: Readonly<Record<string, unknown>>): Promise<void> {
    if (before.deletedAt !== null) {
      await this.foundation.database.execute(this.table.update(before.id, fields));
      return;
    }
    const changes = Object.entries(fields).map(([field, value]) => {
      const old: unknown = Reflect.get(before, field);
      return [field, { old, new: value }] as const;
    });
    await this.store.save('updated', before, fields, Object.fromEntries(changes));
  }

  private async ids(text: string, values: unknown[]): Promise<string[]> {
    const rows = await this.foundation.database.query<{ id: string }>({ text, values });
    return rows.map(({ id }) => id);
  }

  private async find(ids: readonly string[], scope: ReturnType<typeof scopeOn>): Promise<Entity[]> {
    const found = [];
    for (const deleted of [false, true])
      found.push(...(await this.foundation.database.query<Entity>(this.table.lock(ids, { scope, deleted }))));
    return found;
  }

  async shown(ids: readonly string[]): Promise<Readonly<Record<string, unknown>>[]> {
    const text = `SELECT ${this.table.selection} FROM "${this.table.table}" WHERE id = ANY ($1::uuid[]) ORDER BY id`;
    const rows = await this.foundation.database.query<Entity>({ text, values: [ids], types: RECORD_TYPES });
    return rows.map((row) => this.store.shown(row));
  }
}
