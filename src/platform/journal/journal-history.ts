import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../database/tenant-database.js';
import type { JournalEvent } from './journal-event.js';

type Snapshot = JournalEvent['record'];

/** A record as one of its versions left it. */
export interface RecordVersion {
  readonly version: number;
  /** `lead.updated`; `lead.baseline` where nothing is known of it but the record. */
  readonly type: string;
  readonly record: Snapshot;
  readonly occurredAt: Date;
  /** When values were taken out of it for good. */
  readonly erasedAt: Date | null;
}

/** Where in a record's history a version stands. */
export interface VersionPlace {
  readonly version: number;
  readonly seq: number;
}

export interface RecordChange extends Omit<JournalEvent, 'position' | 'record'>, VersionPlace {
  /** As the tenant knows the actor now. */
  readonly actorName: string | null;
  readonly erasedAt: Date | null;
  /** The record after it; null unless it was created by it, or whole records were asked for. */
  readonly record: Snapshot | null;
}

export interface ChangesRequest {
  readonly recordId: string;
  /** Only changes before this one. */
  readonly before?: VersionPlace | undefined;
  /** Only changes up to this time. */
  readonly until?: Date | undefined;
  readonly limit: number;
  /** Whether the record after each change is wanted. */
  readonly whole?: boolean;
}

export interface ChangesPage {
  readonly changes: readonly RecordChange[];
  readonly hasMore: boolean;
}

/** What is left of former times. */
export interface Kept<Found> {
  readonly found: Found;
  /** The journal is whole from this time on; null when nothing has ever been cut off. */
  readonly keptSince: Date | null;
}

/** Bytes, as they are stored, after which a page ends. */
const FULL_PAGE = 1_048_576;
const LAST_PLACE: VersionPlace = { version: 2_147_483_647, seq: Number.MAX_SAFE_INTEGER };

/**
 * Newest first, found by the index on record and version. The versions decide, not the times: those of two processes
 * may differ.
 */
const CHANGES = `WITH heads AS (
    SELECT *, COALESCE(pg_column_size(changes), 0) + CASE WHEN $6 THEN pg_column_size(record) ELSE 0 END AS size FROM journal
    WHERE record_id = $1 AND (version, seq) < ($2, $3) AND ($4::timestamptz IS NULL OR occurred_at <= $4)
    ORDER BY version DESC, seq DESC LIMIT $5),
  measured AS (
    SELECT *, sum(size) OVER newest - size AS bytes_before, count(*) OVER () AS found, row_number() OVER newest AS place
    FROM heads WINDOW newest AS (ORDER BY version DESC, seq DESC ROWS UNBOUNDED PRECEDING))
  SELECT j.seq, j.id, j.resource, j.record_id AS "recordId", j.type, j.version, j.actor_kind AS "actorKind",
    j.actor_id AS "actorId", j.request_id AS "requestId", j.occurred_at AS "occurredAt", j.erased_at AS "erasedAt",
    j.changes, CASE WHEN $6 OR j.type = j.resource || '.created' THEN j.record END AS record, m.name AS "actorName",
    j.found::integer AS found
  FROM measured j LEFT JOIN members m ON m.id = j.actor_id
  WHERE j.bytes_before < ${FULL_PAGE} AND j.place < $5 ORDER BY j.version DESC, j.seq DESC`;

const VERSION = 'version, type, record, occurred_at, erased_at';
const BASELINE = `SELECT version, resource || '.baseline' AS type, record, occurred_at, erased_at
  FROM journal_baselines WHERE record_id = $1`;
/** In one statement with the floor, which may move between two. */
const withFloor = (
  row: string,
  baseline: string,
): string => `SELECT floor.kept_since AS "keptSince", found.version,
    found.type, found.record, found.occurred_at AS "occurredAt", found.erased_at AS "erasedAt"
  FROM journal_floor floor LEFT JOIN LATERAL (
    (${row} ORDER BY version DESC, seq DESC LIMIT 1) UNION ALL (${baseline}) ORDER BY version DESC LIMIT 1) found ON true`;
const AT_TIME = withFloor(
  `SELECT ${VERSION} FROM journal WHERE record_id = $1 AND occurred_at <= $2`,
  `${BASELINE} AND occurred_at <= $2`,
);
const AT_VERSION = withFloor(
  `SELECT ${VERSION} FROM journal WHERE record_id = $1 AND version = $2`,
  `${BASELINE} AND version = $2`,
);

type FoundRow = Record<string, unknown> & { readonly keptSince: Date | null } & (
    { readonly version: null } | RecordVersion
  );

/** What the current tenant's journal knows of one record; rows that are not stamped yet count as well. */
@Injectable()
export class JournalHistory {
  constructor(private readonly database: TenantDatabase) {}

  /** As many changes as were asked for, or fewer where they are large; one at least when there is one. */
  async changes({
    recordId,
    before = LAST_PLACE,
    until,
    limit,
    whole = false,
  }: ChangesRequest): Promise<ChangesPage> {
    const rows = await this.database.query<RecordChange & Record<string, unknown> & { found: number }>({
      name: 'journal-changes',
      text: CHANGES,
      values: [recordId, before.version, before.seq, until ?? null, limit + 1, whole],
    });
    return { changes: rows, hasMore: rows.length < (rows[0]?.found ?? 0) };
  }

  /** The newest version at or before a time, whatever it was. */
  at(recordId: string, time: Date): Promise<Kept<RecordVersion | undefined>> {
    return this.find('journal-record-at', AT_TIME, [recordId, time]);
  }

  version(recordId: string, version: number): Promise<Kept<RecordVersion | undefined>> {
    return this.find('journal-record-version', AT_VERSION, [recordId, version]);
  }

  /** Since when the journal is whole; null when nothing has ever been cut off. */
  async keptSince(): Promise<Date | null> {
    const [row] = await this.database.query<{ keptSince: Date | null }>({
      name: 'journal-kept-since',
      text: 'SELECT kept_since AS "keptSince" FROM journal_floor',
    });
    return row?.keptSince ?? null;
  }

  private async find(
    name: string,
    text: string,
    values: unknown[],
  ): Promise<Kept<RecordVersion | undefined>> {
    const [row] = await this.database.query<FoundRow>({ name, text, values });
    if (row === undefined) return { found: undefined, keptSince: null };
    return { found: row.version === null ? undefined : row, keptSince: row.keptSince };
  }
}
