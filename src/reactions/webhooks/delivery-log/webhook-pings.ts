import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { RateLimitError } from '../../../kernel/errors.js';
import { newId } from '../../../kernel/identifiers.js';
import { WebhookConfig } from '../../../platform/config/webhook.config.js';
import { currentTenant } from '../../../platform/context/request-context.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { Journal } from '../../../platform/journal/journal.js';
import { TokenBucketStore } from '../../../platform/throttle/token-bucket.js';
import { PING_EVENT } from '../endpoints/index.js';
import type { WebhookDeliveryDetailDto } from './dto/webhook-delivery-detail.dto.js';
import { LiveEndpoints } from './live-endpoints.js';
import { WebhookDeliveriesService } from './webhook-deliveries.service.js';

const LIMIT = { capacity: 5, refillPerMinute: 5, burstQueue: 0 };
/** Milliseconds between two looks at a test: at first, and at most. */
const FIRST_LOOK = 50;
const LONGEST_LOOK = 250;

/** The ping is the event's record: nothing else has its id. */
const DELIVER = `INSERT INTO webhook_deliveries
    (id, endpoint_id, event_seq, event_id, event_type, status, next_attempt_at, created_at)
  SELECT $1, $2, seq, id, type, 'pending', $4, $4 FROM journal WHERE record_id = $3`;

const IS_ANSWERED = `SELECT status NOT IN ('pending', 'queued', 'sending')
    OR EXISTS (SELECT FROM webhook_attempts WHERE delivery_id = $1) AS "isAnswered"
  FROM webhook_deliveries WHERE id = $1`;

/** Tests of an endpoint: an event for it alone, which goes the way of all others. */
@Injectable()
export class WebhookPings {
  constructor(
    private readonly database: TenantDatabase,
    private readonly journal: Journal,
    private readonly endpoints: LiveEndpoints,
    private readonly deliveries: WebhookDeliveriesService,
    private readonly buckets: TokenBucketStore,
    private readonly clock: Clock,
    private readonly config: WebhookConfig,
  ) {}

  /**
   * Waits for the first attempt, at most `testWaitMilliseconds`.
   *
   * @returns the delivery, whatever the receiver said; still `pending` or `sending` where it took longer
   * @throws {NotFoundError} · {WebhookDisabledError} 409 · {RateLimitError} 429 after five a minute
   */
  async ping(endpointId: string): Promise<WebhookDeliveryDetailDto> {
    await this.endpoints.requireEnabled(endpointId);
    await this.takeTurn(endpointId);
    const deliveryId = await this.send(endpointId);
    const deadline = performance.now() + this.config.testWaitMilliseconds;
    let wait = FIRST_LOOK;
    while (performance.now() < deadline && !(await this.isAnswered(deliveryId))) {
      await pause(Math.max(0, Math.min(wait, deadline - performance.now())));
      wait = Math.min(wait * 1.5, LONGEST_LOOK);
    }
    return this.deliveries.get(deliveryId);
  }

  private async takeTurn(endpointId: string): Promise<void> {
    const result = await this.buckets.take(`webhook-test:${currentTenant().id}:${endpointId}`, LIMIT);
    if (!result.allowed) throw new RateLimitError(result.retryAfterSeconds ?? 1);
  }

  private async send(endpointId: string): Promise<string> {
    const [deliveryId, pingId] = [newId(), newId()];
    const record = { id: pingId, webhookId: endpointId, message: 'A test: nothing has happened' };
    const entry = {
      resource: 'webhook',
      recordId: pingId,
      type: PING_EVENT,
      version: 1,
      changes: null,
      record,
    };
    await this.journal.prepare();
    await this.database.transaction(async () => {
      await this.journal.writeAll([entry]);
      const values = [deliveryId, endpointId, pingId, this.clock.now()];
      await this.database.execute({ text: DELIVER, values });
    });
    return deliveryId;
  }

  private async isAnswered(deliveryId: string): Promise<boolean> {
    const [row] = await this.database.query<{ isAnswered: boolean }>({
      name: 'webhook-ping-answered',
      text: IS_ANSWERED,
      values: [deliveryId],
    });
    return row?.isAnswered ?? true;
  }
}
