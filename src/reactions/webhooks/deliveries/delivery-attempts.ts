import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { WebhookConfig } from '../../../platform/config/webhook.config.js';
import type { OutboundResult } from '../../../platform/http/outbound/index.js';
import { PING_EVENT } from '../endpoints/index.js';
import type { ClaimedDelivery, FinishedAttempt } from './claimed-delivery.js';
import { DeliverySender } from './delivery-sender.js';
import { classifyOutcome, type DeliveryOutcome } from './delivery-outcome.js';
import { DEFAULT_RETRY_SCHEDULE, nextAttemptDelay } from './retry-schedule.js';

/** Sends deliveries, and works out what came of it and when the next attempt is due. */
@Injectable()
export class DeliveryAttempts {
  constructor(
    private readonly sender: DeliverySender,
    private readonly config: WebhookConfig,
    private readonly clock: Clock,
  ) {}

  /** Never rejects. The time of the attempt is the database's: receivers refuse one that is minutes off. */
  async make(delivery: ClaimedDelivery): Promise<FinishedAttempt> {
    const startedAt = delivery.claimedAt;
    const result = await this.sender.send(delivery, startedAt);
    return result === undefined
      ? this.notPermitted(delivery, startedAt)
      : this.resultOf(delivery, startedAt, result, this.clock.now());
  }

  /** Nothing was sent, and nothing will be: the endpoint's owner may not see the record. */
  private notPermitted(delivery: ClaimedDelivery, startedAt: Date): FinishedAttempt {
    return {
      ...idsOf(delivery),
      startedAt,
      durationMilliseconds: 0,
      outcome: 'not-permitted',
      responseStatus: null,
      responseExcerpt: null,
      status: 'cancelled',
      nextAttemptAt: null,
      isGone: false,
    };
  }

  private resultOf(
    delivery: ClaimedDelivery,
    startedAt: Date,
    result: OutboundResult,
    now: Date,
  ): FinishedAttempt {
    const outcome = classifyOutcome(result, now.getTime());
    const delay = outcome.kind === 'retry' ? this.delayAfter(delivery, outcome) : null;
    const nextAttemptAt = delay === null ? null : new Date(now.getTime() + delay);
    return {
      ...idsOf(delivery),
      startedAt,
      durationMilliseconds: Math.round(result.durationMs),
      outcome: result.kind === 'response' ? 'response' : result.reason,
      responseStatus: result.status,
      responseExcerpt: result.kind === 'response' ? result.bodyExcerpt : null,
      status: outcome.kind === 'delivered' ? 'succeeded' : nextAttemptAt === null ? 'failed' : 'pending',
      nextAttemptAt,
      isGone: outcome.kind === 'gone',
    };
  }

  private delayAfter(
    { attempt, scheduleStart, retrySchedule, event }: ClaimedDelivery,
    outcome: Extract<DeliveryOutcome, { kind: 'retry' }>,
  ): number | null {
    // What comes of a test is its answer: it is not tried again.
    if (event.type === PING_EVENT) return null;
    const options = {
      schedule: retrySchedule?.map((seconds) => seconds * 1_000) ?? DEFAULT_RETRY_SCHEDULE,
      multiplier: this.config.schedulePercent / 100,
    };
    return nextAttemptDelay(attempt - scheduleStart + 1, options, outcome);
  }
}

function idsOf({ id, endpointId, attempt, isWell, event }: ClaimedDelivery) {
  return { deliveryId: id, endpointId, isWell, isTest: event.type === PING_EVENT, number: attempt };
}
