import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../database/tenant-database.js';
import type { JournalHead } from './journal-event.js';

const HEAD = `position, seq, id, resource, record_id AS "recordId", type, version, actor_kind AS "actorKind",
  actor_id AS "actorId", request_id AS "requestId", occurred_at AS "occurredAt"`;

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

  /** What a record was at one of its versions; unstamped rows count as well. */
  async recordAt(recordId: string, version: number): Promise<Readonly<Record<string, unknown>> | undefined> {
    const rows = await this.database.query<{ record: Readonly<Record<string, unknown>> }>({
      text: 'SELECT record FROM journal WHERE record_id = $1 AND version = $2 ORDER BY seq DESC LIMIT 1',
      values: [recordId, version],
    });
    return rows[0]?.record;
  }
}
