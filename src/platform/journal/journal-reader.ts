import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../database/tenant-database.js';
import type { JournalHead } from './journal-event.js';

/** The columns of a `JournalHead`. */
export const HEAD = `position, seq, id, resource, record_id AS "recordId", type, version, actor_kind AS "actorKind",
  actor_id AS "actorId", request_id AS "requestId", occurred_at AS "occurredAt"`;

const RECORDS_AT = `SELECT DISTINCT ON (record_id) record_id AS id, record
  FROM unnest($1::uuid[], $2::bigint[]) AS wanted (id, version)
  JOIN journal ON record_id = wanted.id AND journal.version = wanted.version
  ORDER BY record_id, seq DESC`;

const BASELINES_AT = `SELECT record_id AS id, record FROM unnest($1::uuid[], $2::bigint[]) AS wanted (id, version)
  JOIN journal_baselines ON record_id = wanted.id AND journal_baselines.version = wanted.version`;

interface RecordRow {
  readonly [column: string]: unknown;
  readonly id: string;
  readonly record: Readonly<Record<string, unknown>>;
}

/** Reads the current tenant's journal. */
@Injectable()
export class JournalReader {
  constructor(private readonly database: TenantDatabase) {}

  /** The next events after a position, in position order, without changes and records: most bytes are in them. */
  headsAfter(position: number, limit: number): Promise<JournalHead[]> {
    return this.database.query<JournalHead & Record<string, unknown>>({
      name: 'journal-heads-after',
      text: `SELECT ${HEAD} FROM journal WHERE position > $1 ORDER BY position LIMIT $2`,
      values: [position, limit],
    });
  }

  /**
   * The next events of a consumer, and its cursor moved behind them: call it in the transaction that deals with them.
   * Stamps first what was committed, as many at most.
   */
  take(consumer: string, limit: number): Promise<JournalHead[]> {
    return this.database.query<JournalHead & Record<string, unknown>>({
      name: 'journal-take',
      text: `SELECT ${HEAD} FROM take_journal($1, $2)`,
      values: [consumer, limit],
    });
  }

  /** What records were at one of their versions each, by record; unstamped rows count as well. */
  async recordsAt(
    versions: ReadonlyMap<string, number>,
  ): Promise<ReadonlyMap<string, Readonly<Record<string, unknown>>>> {
    const values = [[...versions.keys()], [...versions.values()]];
    const rows = await this.database.query<RecordRow>({ text: RECORDS_AT, values });
    const older =
      rows.length < versions.size ? await this.database.query<RecordRow>({ text: BASELINES_AT, values }) : [];
    return new Map([...older, ...rows].map(({ id, record }) => [id, record]));
  }
}
