import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { newId } from '../../../kernel/identifiers.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import type { JournalHead } from '../../../platform/journal/journal-event.js';
import { type JournalConsumer, Reactions } from '../../../platform/journal/reactions.js';
import { ResourceRegistry } from '../../../platform/resource/resource-registry.js';
import { covers, type Subscription, Subscriptions } from '../endpoints/index.js';
import { FanOutFilters } from './fan-out-filters.js';

/** What is due to a disabled endpoint is held: with it nothing is lost that is recovered later. */
const INSERT = `INSERT INTO webhook_deliveries
    (id, endpoint_id, event_seq, event_id, event_type, status, next_attempt_at, created_at)
  SELECT id, endpoint_id, event_seq, event_id, event_type, CASE WHEN enabled THEN 'pending' ELSE 'held' END,
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
    reactions: Reactions,
  ) {
    reactions.addConsumer(this);
  }

  async consume(events: readonly JournalHead[]): Promise<void> {
    await this.deliver(events, await this.subscriptions.list());
  }

  private async deliver(
    events: readonly JournalHead[],
    subscriptions: readonly Subscription[],
  ): Promise<void> {
    if (subscriptions.length === 0) return;
    const covered = events
      .filter((event) => this.registry.find(event.resource)?.descriptor.published === true)
      .flatMap((event) =>
        subscribersOf(event, subscriptions).map((subscription) => ({ event, subscription })),
      );
    const due = await this.filters.matching(covered);
    if (due.length === 0) return;
    await this.database.execute({
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
      ],
    });
  }
}

function subscribersOf(event: JournalHead, subscriptions: readonly Subscription[]): Subscription[] {
  return subscriptions.filter(({ events }) => events.some((pattern) => covers(pattern, event.type)));
}
