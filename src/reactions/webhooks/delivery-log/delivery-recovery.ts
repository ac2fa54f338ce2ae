import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { ValidationError } from '../../../kernel/errors.js';
import { WebhookConfig } from '../../../platform/config/webhook.config.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { PING_EVENT } from '../endpoints/index.js';
import { DeliveryRestarts } from './delivery-restarts.js';
import type { RecoverDeliveriesDto } from './dto/recover-deliveries.dto.js';
import type { RecoveredDeliveriesDto } from './dto/recovered-deliveries.dto.js';
import { LiveEndpoints } from './live-endpoints.js';
import { patternsOf } from './event-patterns.js';
import {
  CLOCK_SLACK,
  type EventRange,
  MissingDeliveries,
  type RecoveryProgress,
} from './missing-deliveries.js';

const MOST_RECOVERED = 10_000;
const DAY = 86_400_000;

/** Rows that somebody is changing are somebody else's. */
const RECOVER = `WITH lost AS (
    SELECT d.id FROM webhook_deliveries d JOIN journal j ON j.seq = d.event_seq
    WHERE d.endpoint_id = $1 AND d.status IN ('failed', 'held', 'cancelled') AND d.delivered_at IS NULL
      AND d.created_at >= $2 AND j.occurred_at >= $3 AND j.occurred_at < $4
      AND d.event_type LIKE ANY ($5) AND d.event_type <> '${PING_EVENT}'
    ORDER BY d.created_at, d.id LIMIT $6 FOR UPDATE OF d SKIP LOCKED)
  UPDATE webhook_deliveries d SET status = 'pending', lane = 'replay', schedule_start = d.attempts,
    next_attempt_at = $7, replayed_at = $7, completed_at = NULL, lease_until = NULL
  FROM lost WHERE d.id = lost.id`;

const ALLOW_TIME = { text: "SET LOCAL statement_timeout = '15s'" };

/** Sends what never reached an endpoint: after an outage of the receiver, or from before the endpoint was there. */
@Injectable()
export class DeliveryRecovery {
  constructor(
    private readonly database: TenantDatabase,
    private readonly restarts: DeliveryRestarts,
    private readonly endpoints: LiveEndpoints,
    private readonly missing: MissingDeliveries,
    private readonly clock: Clock,
    private readonly config: WebhookConfig,
  ) {}

  /**
   * Up to 10,000 a call. What it has recovered is under way, so that the same call again goes on behind it.
   *
   * @throws {NotFoundError} · {WebhookDisabledError} 409 · {ValidationError} 422 for a range that cannot be
   */
  async recover(endpointId: string, input: RecoverDeliveriesDto): Promise<RecoveredDeliveriesDto> {
    const now = this.clock.now();
    const range = { endpointId, ...this.rangeOf(input, now), patterns: patternsOf(input.eventTypes) };
    await this.restarts.prepare();
    return this.database.transaction(async () => {
      await this.endpoints.requireEnabled(endpointId);
      await this.database.execute(ALLOW_TIME);
      const { recovered, continueFrom } = await this.inRange(range, now);
      if (recovered > 0) {
        const details = { recovered, since: range.since, until: range.until };
        const subject = { resource: 'webhook', id: endpointId };
        await this.restarts.tell({ action: 'webhook.recovered', subject, details });
      }
      return {
        recovered,
        remaining: continueFrom !== null,
        continueFrom: continueFrom?.toISOString() ?? null,
      };
    });
  }

  private async inRange(range: EventRange, now: Date): Promise<RecoveryProgress> {
    const { endpointId, since, until, patterns } = range;
    const from = new Date(since.getTime() - CLOCK_SLACK);
    const recovered = await this.database.execute({
      text: RECOVER,
      values: [endpointId, from, since, until, patterns, MOST_RECOVERED, now],
    });
    if (recovered === MOST_RECOVERED) return { recovered, continueFrom: since };
    const missed = await this.missing.add(range, MOST_RECOVERED - recovered);
    return { recovered: recovered + missed.recovered, continueFrom: missed.continueFrom };
  }

  private rangeOf({ since, until }: RecoverDeliveriesDto, now: Date): Pick<EventRange, 'since' | 'until'> {
    const [from, to] = [new Date(since), until === undefined ? now : new Date(until)];
    const refuse = (field: string, message: string) => new ValidationError([{ field, message }]);
    if (to > now) throw refuse('until', 'must not be in the future');
    if (from >= to) throw refuse('since', 'must be before until, and not in the future');
    const earliest = new Date(now.getTime() - this.config.retentionDays * DAY);
    if (from < earliest) throw refuse('since', `must be within the last ${this.config.retentionDays} days`);
    return { since: from, until: to };
  }
}
