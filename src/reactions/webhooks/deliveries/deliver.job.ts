import { Injectable } from '@nestjs/common';
import { QueueConfig } from '../../../platform/config/queue.config.js';
import { WebhookConfig } from '../../../platform/config/webhook.config.js';
import { currentTenant } from '../../../platform/context/request-context.js';
import type { OutboundResult } from '../../../platform/http/outbound/index.js';
import { TenantSignals } from '../../../platform/journal/tenant-signals.js';
import { JobHost } from '../../../platform/queue/job-host.js';
import { TenantJob, type TenantJobData } from '../../../platform/queue/tenant-job.js';
import { WebhookEndpointsService } from '../endpoints/index.js';
import { errorLine } from '../../../platform/logging/error-line.js';
import { classifyOutcome, type DeliveryOutcome } from './delivery-outcome.js';
import {
  type AdmittedDelivery,
  type ClaimedDelivery,
  DeliveryStore,
  type FinishedAttempt,
} from './delivery-store.js';
import { DeliverySender } from './delivery-sender.js';
import { nextAttemptDelay } from './retry-schedule.js';

export interface DeliverJobData extends TenantJobData {
  readonly deliveryId: string;
}

export const DELIVERY_QUEUE = 'deliveries';
/** Deliveries one slot carries before the dispatcher deals the slots out anew. */
const RUN_LENGTH = 50;

/** Sends deliveries: one job is one slot of an endpoint, which it passes from delivery to delivery. */
@Injectable()
export class DeliverJob extends TenantJob<DeliverJobData> {
  constructor(
    host: JobHost,
    queue: QueueConfig,
    private readonly config: WebhookConfig,
    private readonly store: DeliveryStore,
    private readonly sender: DeliverySender,
    private readonly endpoints: WebhookEndpointsService,
    private readonly signals: TenantSignals,
  ) {
    super(DELIVERY_QUEUE, queue.deliveryConcurrency, host);
  }

  /** Handing the same attempt out again adds no second job while the first one waits. */
  async enqueue(deliveries: readonly AdmittedDelivery[]): Promise<void> {
    const tenantId = currentTenant().id;
    await this.add(
      deliveries.map(({ id }) => ({ tenantId, deliveryId: id })),
      deliveries.map(({ id, attempts }) => `${id}-${attempts}`),
    );
  }

  protected async handle({ deliveryId }: DeliverJobData): Promise<void> {
    let delivery = await this.store.claim(deliveryId, this.host.clock.now());
    for (let left = RUN_LENGTH; delivery !== undefined; left -= 1) delivery = await this.send(delivery, left);
  }

  /** @returns the delivery that this slot sends next. */
  private async send(delivery: ClaimedDelivery, left: number): Promise<ClaimedDelivery | undefined> {
    const startedAt = this.host.clock.now();
    const result = await this.sender.send(delivery, startedAt);
    const now = this.host.clock.now();
    const outcome = result && classifyOutcome(result, now.getTime());
    const attempt =
      result === undefined || outcome === undefined
        ? this.cancelled(delivery, startedAt)
        : this.attemptOf(delivery, startedAt, result, outcome);
    const mayGoOn = left > 1 && !this.host.queues.stopping && (await this.isTenantThere());
    const next = await this.store.finish(attempt, now, mayGoOn && outcome?.kind !== 'gone');
    if (!mayGoOn) this.signals.wake();
    await this.follow(attempt, outcome, delivery.endpointId);
    return next;
  }

  private async isTenantThere(): Promise<boolean> {
    return (await this.host.tenants.find(currentTenant().id)) !== undefined;
  }

  /** What fails here is no reason to drop the slot: the dispatcher comes by at the latest when a lease expires. */
  private async follow(
    attempt: FinishedAttempt,
    outcome: DeliveryOutcome | undefined,
    endpointId: string,
  ): Promise<void> {
    try {
      if (attempt.nextAttemptAt !== null) await this.signals.dueAt(attempt.nextAttemptAt);
      if (outcome?.kind === 'gone')
        await this.endpoints.disable(endpointId, 'The endpoint answered 410 Gone');
    } catch (error) {
      this.logger.warn(`After delivery ${attempt.deliveryId}: ${errorLine(error)}`);
    }
  }

  /** Nothing was sent, and nothing will be: the endpoint's owner may not see the record. */
  private cancelled(delivery: ClaimedDelivery, startedAt: Date): FinishedAttempt {
    return {
      deliveryId: delivery.id,
      number: delivery.attempt,
      startedAt,
      durationMilliseconds: 0,
      outcome: 'not-permitted',
      responseStatus: null,
      responseExcerpt: null,
      status: 'cancelled',
      nextAttemptAt: null,
    };
  }

  private attemptOf(
    delivery: ClaimedDelivery,
    startedAt: Date,
    result: OutboundResult,
    outcome: DeliveryOutcome,
  ): FinishedAttempt {
    const delay = outcome.kind === 'retry' ? this.nextDelay(delivery.attempt + 1, outcome) : null;
    const nextAttemptAt = delay === null ? null : new Date(this.host.clock.milliseconds() + delay);
    return {
      deliveryId: delivery.id,
      number: delivery.attempt,
      startedAt,
      durationMilliseconds: Math.round(result.durationMs),
      outcome: result.kind === 'response' ? 'response' : result.reason,
      responseStatus: result.status,
      responseExcerpt: result.kind === 'response' ? result.bodyExcerpt : null,
      status: outcome.kind === 'delivered' ? 'succeeded' : nextAttemptAt === null ? 'failed' : 'pending',
      nextAttemptAt,
    };
  }

  private nextDelay(
    attemptNumber: number,
    outcome: Extract<DeliveryOutcome, { kind: 'retry' }>,
  ): number | null {
    return nextAttemptDelay(attemptNumber, { multiplier: this.config.schedulePercent / 100 }, outcome);
  }
}
