import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { newId } from '../../../kernel/identifiers.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import type { JournalHead } from '../../../platform/journal/journal-event.js';
import { type JournalConsumer, Reactions } from '../../../platform/journal/reactions.js';
import { covers } from '../../../platform/resource/event-source.js';
import { ResourceRegistry } from '../../../platform/resource/resource-registry.js';
import { type Subscription, WebhookEndpointsService } from '../endpoints/index.js';

const INSERT = `INSERT INTO webhook_deliveries
    (id, endpoint_id, event_seq, event_id, event_type, status, next_attempt_at, created_at)
  SELECT id, endpoint_id, event_seq, event_id, event_type, 'pending', $6, $6
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
    const subscriptions = await this.endpoints.listSubscriptions();
    if (subscriptions.length === 0) return;
    const due = events
      .filter((event) => this.registry.announces(event.type))
      .flatMap((event) => subscribersOf(event, subscriptions).map((endpointId) => ({ event, endpointId })));
    if (due.length === 0) return;
    await this.database.execute({
      name: 'webhook-fan-out',
      text: INSERT,
      values: [
        due.map(() => newId()),
        due.map(({ endpointId }) => endpointId),
        due.map(({ event }) => event.seq),
        due.map(({ event }) => event.id),
        due.map(({ event }) => event.type),
        this.clock.now(),
      ],
    });
  }
}

function subscribersOf(event: JournalHead, subscriptions: readonly Subscription[]): string[] {
  return subscriptions
    .filter(({ events }) => events.some((subscription) => covers(subscription, event.type)))
    .map(({ id }) => id);
}
