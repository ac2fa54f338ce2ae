import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { newId } from '../../../kernel/identifiers.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import type { JournalHead } from '../../../platform/journal/journal-event.js';
import { type JournalConsumer, Reactions } from '../../../platform/journal/reactions.js';
import { covers } from '../../../platform/resource/events/event-source.js';
import { ResourceRegistry } from '../../../platform/resource/resource-registry.js';
import { type Subscription, Subscriptions } from '../endpoints/index.js';
import { DeliverJob } from './deliver.job.js';
import { FanOutFilters } from './fan-out-filters.js';

/** What is due to a disabled endpoint is held: with it nothing is lost that is recovered later. */
const INSERT = `INSERT INTO webhook_deliveries
    (id, endpoint_id, event_seq, event_id, event_type, status, lane, next_attempt_at, created_at)
  SELECT id, endpoint_id, event_seq, event_id, event_type, CASE WHEN enabled THEN 'pending' ELSE 'held' END, $8,
    CASE WHEN enabled THEN $7::timestamptz END, $7
  FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::uuid[], $5::text[], $6::boolean[])
    AS due (id, endpoint_id, event_seq, event_id, event_type, enabled)
  ON CONFLICT (event_seq, endpoint_id) DO NOTHING`;

/** Turns each event into one delivery per endpoint that subscribes to it; never two. */
@Injectable()
export class WebhookFanOut implements JournalConsumer {
  readonly name = 'webhooks';

  constructor(
    private readonly database: TenantDatabase,
    private readonly subscriptions: Subscriptions,
    private readonly filters: FanOutFilters,
    private readonly registry: ResourceRegistry,
    private readonly clock: Clock,
    private readonly job: DeliverJob,
    reactions: Reactions,
  ) {
    reactions.addConsumer(this);
  }

  async consume(events: readonly JournalHead[]): Promise<void> {
    const made = await this.deliver(events, await this.subscriptions.list(), 'fresh');
    // A change of an endpoint may let go what waited for it; a ping made its own delivery.
    if (made > 0 || events.some(({ resource }) => resource === 'webhook')) {
      this.database.onCommit(() => this.job.begin());
    }
  }

  /** Events of before, for one endpoint by the same rules, behind what is new. @returns how many deliveries were made */
  async fanOutTo(endpointId: string, events: readonly JournalHead[]): Promise<number> {
    const subscriptions = await this.subscriptions.list();
    return this.deliver(
      events,
      subscriptions.filter(({ id }) => id === endpointId),
      'replay',
    );
  }

  private async deliver(
    events: readonly JournalHead[],
    subscriptions: readonly Subscription[],
    lane: 'fresh' | 'replay',
  ): Promise<number> {
    if (subscriptions.length === 0) return 0;
    const covered = events
      .filter((event) => this.registry.announces(event.type))
      .flatMap((event) =>
        subscribersOf(event, subscriptions).map((subscription) => ({ event, subscription })),
      );
    const due = await this.filters.matching(covered);
    if (due.length === 0) return 0;
    return this.database.execute({
      name: 'webhook-fan-out',
      text: INSERT,
      values: [
        due.map(() => newId()),
        due.map(({ subscription }) => subscription.id),
        due.map(({ event }) => event.seq),
        due.map(({ event }) => event.id),
        due.map(({ event }) => event.type),
        due.map(({ subscription }) => subscription.enabled),
        this.clock.now(),
        lane,
      ],
    });
  }
}

function subscribersOf(event: JournalHead, subscriptions: readonly Subscription[]): Subscription[] {
  return subscriptions.filter(({ events }) => events.some((pattern) => covers(pattern, event.type)));
}
