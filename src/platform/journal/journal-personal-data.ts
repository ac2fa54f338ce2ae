import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../database/tenant-database.js';
import type { ErasedBatch, ErasedSlice, PersonalDataStore } from '../privacy/personal-data-store.js';
import { PersonalDataStores } from '../privacy/personal-data-stores.js';
import type { RecordLink } from '../resource/relations/record-link.js';
import { JournalHistory, type RecordChange } from './journal-history.js';

const SLICE = 500;
const PAGE = 200;

/** What of a record stays: which it was, and whose reach it was in. */
const SKELETON = `(SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(entry.record)
  WHERE key = ANY ('{id,tenantId,version,ownerId,resource,recordId}'))`;
/** Rows keep their place, so that positions stay dense and cursors good. */
const EMPTY = `WITH slice AS (SELECT seq FROM journal WHERE record_id = ANY ($1::uuid[]) AND seq > $2::bigint
      ORDER BY seq LIMIT ${SLICE}),
    emptied AS (UPDATE journal AS entry SET changes = NULL, record = ${SKELETON}, erased_at = now()
      FROM slice WHERE entry.seq = slice.seq AND (entry.changes IS NOT NULL OR entry.record <> ${SKELETON}) RETURNING 1)
  SELECT (SELECT max(seq) FROM slice)::text AS last, (SELECT count(*) FROM slice)::integer AS seen,
    (SELECT count(*) FROM emptied)::integer AS emptied`;
const FORGET = 'DELETE FROM journal_baselines WHERE record_id = ANY ($1::uuid[])';

interface Seen {
  readonly [column: string]: unknown;
  readonly last: string | null;
  readonly seen: number;
  readonly emptied: number;
}

/** What the journal has kept of records: their history. */
@Injectable()
export class JournalPersonalData implements PersonalDataStore {
  readonly name = 'history';
  readonly tables = ['journal', 'journal_baselines'];

  constructor(
    private readonly database: TenantDatabase,
    private readonly history: JournalHistory,
    stores: PersonalDataStores,
  ) {
    stores.add(this);
  }

  async erase({ records, after }: ErasedBatch): Promise<ErasedSlice> {
    const ids = records.map(({ id }) => id);
    const [row] = await this.database.query<Seen>({ text: EMPTY, values: [ids, after ?? '0'] });
    const { last = null, seen = 0, emptied = 0 } = row ?? {};
    if (seen === SLICE) return { counts: { historyEntries: emptied }, next: last };
    // Last, for what is cut off the journal meanwhile comes here.
    const forgotten = await this.database.execute({ text: FORGET, values: [ids] });
    return { counts: { historyEntries: emptied + forgotten }, next: null };
  }

  async *disclose(records: readonly RecordLink[]): AsyncGenerator<Readonly<Record<string, unknown>>, void> {
    for (const { resource, id } of records) {
      let before: RecordChange | undefined;
      for (let hasMore = true; hasMore;) {
        const request = { recordId: id, ...(before !== undefined && { before }), limit: PAGE };
        const page = await this.history.changes(request);
        for (const { type, version, occurredAt, actorKind, actorName, changes, record } of page.changes) {
          const at = occurredAt.toISOString();
          yield {
            ...{ resource, id, type, version, at, by: actorName ?? actorKind },
            changes: changes ?? record,
          };
        }
        before = page.changes.at(-1);
        hasMore = page.hasMore && before !== undefined;
      }
    }
  }
}
