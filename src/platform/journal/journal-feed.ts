import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../database/tenant-database.js';
import type { JournalEvent, JournalHead } from './journal-event.js';
import { HEAD } from './journal-reader.js';

const BOUNDS = `SELECT (SELECT position FROM journal_head) AS last, (SELECT min(position) FROM journal) AS oldest`;
const HEADS = `SELECT ${HEAD}, pg_column_size(record) + COALESCE(pg_column_size(changes), 0) AS size
  FROM journal WHERE position > $1 AND position <= $2 AND type = ANY ($3) AND ($4::uuid IS NULL OR record_id = $4)
  ORDER BY position LIMIT $5`;
const BODIES = `SELECT ${HEAD}, changes, record,
    octet_length(record::text) + COALESCE(octet_length(changes::text), 0) AS bytes
  FROM journal WHERE position = ANY ($1) ORDER BY position`;
const RECORDS = 'SELECT position, record FROM journal WHERE position = ANY ($1)';
const FIND = `SELECT ${HEAD}, changes, record FROM journal WHERE id = $1 AND position IS NOT NULL`;

export interface JournalBounds {
  /** The newest position; 0 before the first event. */
  readonly last: number;
  /** The oldest position that can be read on from. */
  readonly floor: number;
}

export interface FeedSlice {
  /** Only events after this position … */
  readonly after: number;
  /** … and up to this one. */
  readonly until: number;
  readonly types: readonly string[];
  readonly recordId: string | undefined;
  readonly limit: number;
}

/** `size`: bytes of the event as it is stored, compressed. */
export type FeedHead = JournalHead & { readonly size: number };

/** `bytes`: of its record and changes as text. */
export type FeedEvent = JournalEvent & { readonly bytes: number };

/**
 * The stamped rows of the current tenant's journal, by position. A position is given under a lock and committed together
 * with the newest one, so whoever has asked for the bounds first will find every row up to `last`, and none is ever
 * added below it.
 */
@Injectable()
export class JournalFeed {
  constructor(private readonly database: TenantDatabase) {}

  async bounds(): Promise<JournalBounds> {
    const [row] = await this.database.query<{ last: number; oldest: number | null }>({
      name: 'journal-bounds',
      text: BOUNDS,
    });
    const last = row?.last ?? 0;
    return { last, floor: (row?.oldest ?? last + 1) - 1 };
  }

  heads({ after, until, types, recordId, limit }: FeedSlice): Promise<FeedHead[]> {
    return this.database.query<FeedHead & Record<string, unknown>>({
      name: 'journal-feed-heads',
      text: HEADS,
      values: [after, until, types, recordId ?? null, limit],
    });
  }

  /** Whole events, in the order of their positions. */
  events(positions: readonly number[]): Promise<FeedEvent[]> {
    return this.database.query<FeedEvent & Record<string, unknown>>({
      name: 'journal-feed-events',
      text: BODIES,
      values: [positions],
    });
  }

  /** What the events are about, as it was after each; in no order. */
  records(positions: readonly number[]): Promise<Pick<JournalEvent, 'position' | 'record'>[]> {
    return this.database.query<Pick<JournalEvent, 'position' | 'record'> & Record<string, unknown>>({
      name: 'journal-feed-records',
      text: RECORDS,
      values: [positions],
    });
  }

  async find(eventId: string): Promise<JournalEvent | undefined> {
    const [event] = await this.database.query<JournalEvent & Record<string, unknown>>({
      name: 'journal-event',
      text: FIND,
      values: [eventId],
    });
    return event;
  }
}
