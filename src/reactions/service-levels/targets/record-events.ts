import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import type { JournalHead } from '../../../platform/journal/journal-event.js';
import { ErasedRecords } from '../../../platform/privacy/erased-records.js';
import { ResourceRegistry } from '../../../platform/resource/resource-registry.js';
import type { RecordEvent } from './record-event.js';

/** Cursor of the reader that measures service levels. */
export const CONSUMER = 'service-levels';

const CONTENTS = `SELECT seq::text, record FROM journal WHERE seq = ANY ($1::bigint[])`;
const LATEST = `SELECT latest.* FROM unnest($1::uuid[]) AS wanted (id)
  CROSS JOIN LATERAL (SELECT resource, record_id AS "recordId", type, record FROM journal WHERE record_id = wanted.id
    ORDER BY version DESC, seq DESC LIMIT 1) AS latest`;
const UNREAD = `SELECT DISTINCT record_id AS id FROM journal WHERE record_id = ANY ($1::uuid[])
  AND (position IS NULL OR position > (SELECT position FROM journal_consumers WHERE name = '${CONSUMER}'))`;

/** What the journal tells of records whose service levels are measured. */
@Injectable()
export class RecordEvents {
  constructor(
    private readonly database: TenantDatabase,
    private readonly registry: ResourceRegistry,
    private readonly erased: ErasedRecords,
  ) {}

  isMeasured(resource: string): boolean {
    return this.registry.find(resource)?.descriptor.serviceLevel !== undefined;
  }

  /** With what the records were, in their order; of those that are erased meanwhile nothing is told. */
  async of(heads: readonly JournalHead[]): Promise<RecordEvent[]> {
    const erased = await this.erased.among(heads.map(({ recordId }) => recordId));
    const told = heads.filter(({ recordId }) => !erased.has(recordId));
    if (told.length === 0) return [];
    const rows = await this.database.query<{ seq: string; record: RecordEvent['record'] }>({
      name: 'service-levels-contents',
      text: CONTENTS,
      values: [told.map(({ seq }) => seq)],
    });
    const records = new Map(rows.map(({ seq, record }) => [seq, record]));
    return told.flatMap((head): RecordEvent[] => {
      const record = records.get(String(head.seq));
      return record === undefined ? [] : [{ ...head, record }];
    });
  }

  /** Records as they are, as if each had just said so. */
  async latest(recordIds: readonly string[], now: Date): Promise<RecordEvent[]> {
    const erased = await this.erased.among(recordIds);
    const values = [recordIds.filter((id) => !erased.has(id))];
    const rows = await this.database.query<Omit<RecordEvent, 'occurredAt'> & Record<string, unknown>>({
      text: LATEST,
      values,
    });
    return rows.map((row) => ({ ...row, occurredAt: now }));
  }

  /** Those of the records of which the journal tells something that was not read yet. */
  async unread(recordIds: readonly string[]): Promise<ReadonlySet<string>> {
    if (recordIds.length === 0) return new Set();
    const rows = await this.database.query<{ id: string }>({
      name: 'service-levels-unread',
      text: UNREAD,
      values: [recordIds],
    });
    return new Set(rows.map(({ id }) => id));
  }
}
