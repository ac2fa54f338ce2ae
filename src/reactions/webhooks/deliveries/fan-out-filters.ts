import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import type { JournalHead } from '../../../platform/journal/journal-event.js';
import { tellsOfErasure } from '../../../platform/resource/events/event-source.js';
import {
  type FilteredEvent,
  type FilterVerdict,
  type Subscription,
  SubscriptionFilters,
} from '../endpoints/index.js';

/** An event that an endpoint subscribes to. */
export interface Covered {
  readonly event: JournalHead;
  readonly subscription: Subscription;
}

const RECORDS = 'SELECT id, record FROM journal WHERE seq = ANY ($1::bigint[])';

/** Which of the events that endpoints subscribe to pass their filters. */
@Injectable()
export class FanOutFilters {
  constructor(
    private readonly database: TenantDatabase,
    private readonly filters: SubscriptionFilters,
  ) {}

  /** One statement for each filter, owner and record type, however many events and endpoints. */
  async matching(covered: readonly Covered[]): Promise<readonly Covered[]> {
    const filtered = covered.filter((one) => isFiltered(one));
    if (filtered.length === 0) return covered;
    const records = await this.recordsOf(filtered);
    const verdicts = new Map<string, FilterVerdict>();
    for (const part of groupsOf(filtered)) {
      const [{ event, subscription }] = part;
      const events = part.map((one) => ({ ...one.event, record: records.get(one.event.id) ?? {} }));
      verdicts.set(keyOf(part[0]), await this.filters.judge(subscription, event.resource, events));
    }
    return covered.filter((one) => {
      const verdict = isFiltered(one) ? verdicts.get(keyOf(one)) : undefined;
      return verdict === undefined || passes(verdict, one);
    });
  }

  private async recordsOf(covered: readonly Covered[]): Promise<Map<string, FilteredEvent['record']>> {
    const seqs = [...new Set(covered.map(({ event }) => event.seq))];
    const rows = await this.database.query<Pick<FilteredEvent, 'id' | 'record'>>({
      name: 'webhook-filtered-records',
      text: RECORDS,
      values: [seqs],
    });
    return new Map(rows.map(({ id, record }) => [id, record]));
  }
}

/** That something was erased concerns whoever may have a copy: nobody can tell any more whether it would have passed. */
function isFiltered({ event, subscription }: Covered): boolean {
  return subscription.filter !== null && !tellsOfErasure(event.type);
}

/** What the filter's owner may not see goes on: it is refused when it is to be sent, for anybody to see in the log. */
function passes(verdict: FilterVerdict, { event, subscription }: Covered): boolean {
  if (verdict.kind === 'judged') return verdict.ids.has(event.id);
  return verdict.kind === 'refused' || !subscription.events.includes('*');
}

/** What is judged together. */
function groupsOf(covered: readonly Covered[]): [Covered, ...Covered[]][] {
  const groups = new Map<string, [Covered, ...Covered[]]>();
  for (const one of covered) {
    const group = groups.get(keyOf(one));
    if (group === undefined) groups.set(keyOf(one), [one]);
    else if (group.every(({ event }) => event !== one.event)) group.push(one);
  }
  return [...groups.values()];
}

function keyOf({ event, subscription: { filter, owner } }: Covered): string {
  return JSON.stringify([event.resource, filter, owner]);
}
