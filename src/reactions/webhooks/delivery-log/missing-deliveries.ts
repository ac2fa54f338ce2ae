import { Injectable } from '@nestjs/common';
import { firstIdOf } from '../../../kernel/identifiers.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import type { JournalHead } from '../../../platform/journal/journal-event.js';
import { WebhookFanOut } from '../deliveries/index.js';

/** Milliseconds by which clocks of processes may differ: for bounds that an index serves, beside the exact ones. */
export const CLOCK_SLACK = 600_000;
const PAGE = 1_000;
/** Pages of events that one call looks at: what the endpoint does not want is looked at as well. */
const MOST_PAGES = 20;

/** Events that an endpoint is to have. */
export interface EventRange {
  readonly endpointId: string;
  readonly since: Date;
  readonly until: Date;
  /** Types of events, for LIKE. */
  readonly patterns: readonly string[];
}

export interface RecoveryProgress {
  readonly recovered: number;
  /** From where on events were not looked at; null when all were. */
  readonly continueFrom: Date | null;
}

/** Only what the fan-out has passed: what it has not will have its delivery without being asked for. */
const MISSING = `SELECT j.position, j.seq, j.id, j.resource, j.record_id AS "recordId", j.type, j.version,
    j.actor_kind AS "actorKind", j.actor_id AS "actorId", j.request_id AS "requestId", j.occurred_at AS "occurredAt"
  FROM journal j
  WHERE j.id > $2 AND j.id < $3 AND j.occurred_at >= $4 AND j.occurred_at < $5 AND j.type LIKE ANY ($6)
    AND j.position <= (SELECT position FROM journal_consumers WHERE name = $7)
    AND NOT EXISTS (SELECT FROM webhook_deliveries d WHERE d.event_seq = j.seq AND d.endpoint_id = $1)
  ORDER BY j.id LIMIT $8`;

/** Events that have no delivery to an endpoint: from before it was there, or subscribed to them. */
@Injectable()
export class MissingDeliveries {
  constructor(
    private readonly database: TenantDatabase,
    private readonly fanOut: WebhookFanOut,
  ) {}

  /** Makes the deliveries that there would be, had the endpoint always been as it is; at most so many. */
  async add(range: EventRange, most: number): Promise<RecoveryProgress> {
    let recovered = 0;
    let after = firstIdOf(range.since.getTime() - CLOCK_SLACK);
    let continueFrom: Date | null = null;
    for (let page = 0; page < MOST_PAGES && recovered < most; page += 1) {
      const limit = Math.min(PAGE, most - recovered);
      const events = await this.events(range, after, limit);
      recovered += await this.fanOut.fanOutTo(range.endpointId, events);
      const last = events.at(-1);
      if (last === undefined || events.length < limit) return { recovered, continueFrom: null };
      after = last.id;
      continueFrom = last.occurredAt;
    }
    return { recovered, continueFrom };
  }

  private events(
    { endpointId, since, until, patterns }: EventRange,
    after: string,
    limit: number,
  ): Promise<JournalHead[]> {
    const before = firstIdOf(until.getTime() + CLOCK_SLACK);
    return this.database.query<JournalHead & Record<string, unknown>>({
      text: MISSING,
      values: [endpointId, after, before, since, until, patterns, this.fanOut.name, limit],
    });
  }
}
