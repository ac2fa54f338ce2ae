import { Injectable } from '@nestjs/common';
import { type Statement, TenantDatabase } from '../../platform/database/tenant-database.js';
import { CUSTOM_FIELDS } from '../../platform/resource/writes/record-changes.js';
import type { ErasedField } from './custom-fields.service.js';
import { ResourceTables } from './resource-tables.js';

/** Rows that one statement looks at: its locks are held for milliseconds. */
const SLICE = 2_000;

/** Before every id. */
export const FIRST_RECORD = '00000000-0000-0000-0000-000000000000';
/** Before every `seq`. */
export const FIRST_ENTRY = '0';

const HELD = `entry.record -> '${CUSTOM_FIELDS}' ? $2`;

/** Takes the values of a field out of the rows that hold them, a range of keys at a time. */
@Injectable()
export class FieldValues {
  constructor(
    private readonly database: TenantDatabase,
    private readonly tables: ResourceTables,
  ) {}

  /**
   * From records, deleted ones too. Their versions stay: what nobody could see any more has not changed for anybody.
   *
   * @returns the id of the last that was looked at; undefined when there are no more
   */
  async removeFromRecords({ resource, key }: ErasedField, after: string): Promise<string | undefined> {
    const table = this.tables.tableOf(resource);
    if (table === undefined) return undefined;
    // Locked in the order of their ids, as everybody does who locks many.
    const text = `WITH slice AS (SELECT id FROM "${table}" WHERE id > $1 ORDER BY id LIMIT ${SLICE}),
        holders AS (SELECT record.id FROM "${table}" AS record JOIN slice ON slice.id = record.id
          WHERE record.custom_fields ? $2 ORDER BY record.id FOR NO KEY UPDATE OF record),
        cleaned AS (UPDATE "${table}" AS record SET custom_fields = record.custom_fields - $2
          FROM holders WHERE record.id = holders.id)
      SELECT id AS last FROM slice ORDER BY id DESC LIMIT 1`;
    return this.last({ text, values: [after, key] });
  }

  /**
   * From the journal, in which records stand as they were: those that are not whole any more are marked.
   *
   * @returns the `seq` of the last entry that was looked at; undefined when there are no more
   */
  async removeFromJournal({ resource, key }: ErasedField, after: string): Promise<string | undefined> {
    const text = `WITH slice AS (SELECT seq FROM journal WHERE seq > $1 ORDER BY seq LIMIT ${SLICE}),
        cleaned AS (UPDATE journal AS entry
          SET record = entry.record #- ARRAY['${CUSTOM_FIELDS}', $2], changes = entry.changes - $3,
            erased_at = CASE WHEN ${HELD} THEN now() ELSE entry.erased_at END
          FROM slice WHERE entry.seq = slice.seq AND entry.resource = $4
            AND (${HELD} OR entry.changes ? $3))
      SELECT seq::text AS last FROM slice ORDER BY slice.seq DESC LIMIT 1`;
    const name = this.tables.nameOf(resource);
    return name && this.last({ text, values: [after, key, `${CUSTOM_FIELDS}.${key}`, name] });
  }

  /**
   * From what is left of records whose journal rows were cut off.
   *
   * @returns the id of the last that was looked at; undefined when there are no more
   */
  async removeFromBaselines({ resource, key }: ErasedField, after: string): Promise<string | undefined> {
    const text = `WITH slice AS (SELECT record_id FROM journal_baselines WHERE record_id > $1 ORDER BY record_id
          LIMIT ${SLICE}),
        cleaned AS (UPDATE journal_baselines AS entry
          SET record = entry.record #- ARRAY['${CUSTOM_FIELDS}', $2], erased_at = now()
          FROM slice WHERE entry.record_id = slice.record_id AND entry.resource = $3 AND ${HELD})
      SELECT record_id AS last FROM slice ORDER BY slice.record_id DESC LIMIT 1`;
    const name = this.tables.nameOf(resource);
    return name && this.last({ text, values: [after, key, name] });
  }

  private async last(statement: Statement): Promise<string | undefined> {
    const [row] = await this.database.query<{ last: string }>(statement);
    return row?.last;
  }
}
