import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { JournalHead } from '../../platform/journal/journal-event.js';
import { type JournalConsumer, Reactions } from '../../platform/journal/reactions.js';
import { ResourceRegistry } from '../../platform/resource/resource-registry.js';
import { UsageCounters } from './usage-counters.js';

const CONSUMER = 'record-counts';
const COUNTER = 'records';

/** What an event does to the number of records: one in the trash does not count. */
const CHANGE: Readonly<Record<string, number>> = { created: 1, restored: 1, deleted: -1 };

/** Events that are read one by one when the dispatcher is behind. */
const LONGEST_TAIL = 100_000;

/**
 * What the dispatcher has counted, and the events behind its cursor, in one snapshot: exact whatever its lag. The
 * verbs and their change come as $2 and $3.
 */
const READ = `SELECT (
    (SELECT coalesce(sum(amount), 0) FROM usage_counters WHERE counter = '${COUNTER}' AND key = ANY ($1))
    + (SELECT coalesce(sum(change), 0) FROM (
        (SELECT type FROM journal WHERE position IS NULL AND resource = ANY ($1) LIMIT ${LONGEST_TAIL})
        UNION ALL
        (SELECT type FROM journal WHERE resource = ANY ($1) AND position >
            coalesce((SELECT position FROM journal_consumers WHERE name = '${CONSUMER}'), 0)
          ORDER BY position LIMIT ${LONGEST_TAIL})
      ) AS tail JOIN unnest($2::text[], $3::integer[]) AS verbs (verb, change) ON split_part(type, '.', 2) = verb)
  )::bigint AS used`;

function changeOf({ resource, type }: JournalHead): number {
  return CHANGE[type.slice(resource.length + 1)] ?? 0;
}

/**
 * How many records a tenant has, counted from its journal: the dispatcher adds up what happened, in the transaction
 * of its cursor, so that creating a record costs nothing more and no event counts twice.
 */
@Injectable()
export class RecordCounts implements JournalConsumer {
  readonly name = CONSUMER;

  constructor(
    private readonly database: TenantDatabase,
    private readonly counters: UsageCounters,
    private readonly registry: ResourceRegistry,
    reactions: Reactions,
  ) {
    reactions.addConsumer(this);
  }

  async consume(events: readonly JournalHead[]): Promise<void> {
    const changes = new Map<string, number>();
    for (const event of events) {
      const change = changeOf(event);
      if (change !== 0) changes.set(event.resource, (changes.get(event.resource) ?? 0) + change);
    }
    if (changes.size > 0) await this.counters.add(COUNTER, changes);
  }

  /** Records of the CRM whose events leave the product; what runs the tenant does not count. */
  async read(): Promise<number> {
    const resources = this.registry
      .list()
      .filter(({ descriptor }) => descriptor.published && descriptor.administrative !== true)
      .map(({ descriptor }) => descriptor.name);
    const [row] = await this.database.query<{ used: number }>({
      name: 'record-counts',
      text: READ,
      values: [resources, Object.keys(CHANGE), Object.values(CHANGE)],
    });
    return Math.max(0, row?.used ?? 0);
  }
}
