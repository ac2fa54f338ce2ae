import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { newId } from '../../../kernel/identifiers.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import type { JournalHead } from '../../../platform/journal/journal-event.js';
import { type JournalConsumer, Reactions } from '../../../platform/journal/reactions.js';
import { ResourceRegistry } from '../../../platform/resource/resource-registry.js';
import { covers, type Subscription, WebhookEndpointsService } from '../endpoints/index.js';

const INSERT = `INSERT INTO webhook_deliveries
    (id, endpoint_id, event_seq, event_id, event_type, status, lane, next_attempt_at, created_at)
  SELECT id, endpoint_id, event_seq, event_id, event_type, 'pending', $7, $6, $6
  FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::uuid[], $5::text[])
    AS due (id, endpoint_id, event_seq, event_id, event_type)
  ON CONFLICT (event_seq, endpoint_id) DO NOTHING`;

/** Turns each event into one delivery per endpoint that subscribes to it; never two. */
@Injectable()
export class WebhookFanOut implements JournalConsumer {
  readonly name = 'webhooks';

  constructor(
    private readonly database: TenantDatabase,
    private readonly endpoints: WebhookEndpointsService,
    private readonly registry: ResourceRegistry,
    private readonly clock: Clock,
    reactions: Reactions,
  ) {
    reactions.addConsumer(this);
  }

  async consume(events: readonly JournalHead[]): Promise<void> {
    await this.deliver(events, await this.endpoints.listSubscriptions(), 'fresh');
  }

  /** Events of before, for one endpoint by the same rules, behind what is new. @returns how many deliveries were made */
  async fanOutTo(endpointId: string, events: readonly JournalHead[]): Promise<number> {
    const subscriptions = await this.endpoints.listSubscriptions();
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
    const due = events
      .filter((event) => this.registry.find(event.resource)?.descriptor.published === true)
      .flatMap((event) => subscribersOf(event, subscriptions).map((endpointId) => ({ event, endpointId })));
    if (due.length === 0) return 0;
    return this.database.execute({
      name: 'webhook-fan-out',
      text: INSERT,
      values: [
        due.map(() => newId()),
        due.map(({ endpointId }) => endpointId),
        due.map(({ event }) => event.seq),
        due.map(({ event }) => event.id),
        due.map(({ event }) => event.type),
        this.clock.now(),
        lane,
      ],
    });
  }
}

function subscribersOf(event: JournalHead, subscriptions: readonly Subscription[]): string[] {
  return subscriptions
    .filter(({ events }) => events.some((subscription) => covers(subscription, event.type)))
    .map(({ id }) => id);
}
