import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { NotFoundError } from '../../../kernel/errors.js';
import { RECORD_TYPES } from '../../../platform/database/record-types.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { HistoryExpiredError, WebhookDisabledError } from './delivery-log.errors.js';
import { DELIVERY_TABLE } from './delivery-list.policy.js';
import { DeliveryRestarts } from './delivery-restarts.js';
import type { WebhookDeliveryDto } from './dto/webhook-delivery.dto.js';

/** Milliseconds within which asking again means the same replay: the first of two clicks may have been sent by then. */
const SAME_CLICK = 5_000;

const REPLAY = `UPDATE webhook_deliveries SET status = 'pending', lane = 'replay', schedule_start = attempts,
    next_attempt_at = $2, replayed_at = $2, completed_at = NULL, lease_until = NULL
  WHERE id = $1 AND status IN ('succeeded', 'failed', 'cancelled', 'held')`;

interface ReplayTarget {
  readonly status: string;
  readonly replayedAt: Date | null;
  readonly enabled: boolean;
  readonly isDeleted: boolean;
  readonly isHeld: boolean;
}

/** Sends a delivery again: the same row, with a new run of the schedule. */
@Injectable()
export class DeliveryReplays {
  constructor(
    private readonly database: TenantDatabase,
    private readonly restarts: DeliveryRestarts,
    private readonly clock: Clock,
  ) {}

  /**
   * Asking again while it is being sent, or within five seconds, changes nothing.
   *
   * @returns the delivery as it is then
   * @throws {NotFoundError} also when its endpoint is deleted · {WebhookDisabledError} 409 · {HistoryExpiredError} 410
   */
  async replay(deliveryId: string): Promise<WebhookDeliveryDto> {
    await this.restarts.prepare();
    return this.database.transaction(async () => {
      const target = await this.lock(deliveryId);
      const now = this.clock.now();
      if (!target.enabled) throw new WebhookDisabledError();
      if (!isUnderWay(target, now)) {
        if (!target.isHeld) throw new HistoryExpiredError();
        await this.database.execute({ text: REPLAY, values: [deliveryId, now] });
        const subject = { resource: 'webhook-delivery', id: deliveryId };
        await this.restarts.tell({ action: 'webhook-delivery.replayed', subject });
      }
      return this.read(deliveryId);
    });
  }

  private async lock(deliveryId: string): Promise<ReplayTarget> {
    const [target] = await this.database.query<ReplayTarget & Record<string, unknown>>({
      text: `SELECT d.status, d.replayed_at AS "replayedAt", e.enabled, e.deleted_at IS NOT NULL AS "isDeleted",
          EXISTS (SELECT FROM journal j WHERE j.seq = d.event_seq) AS "isHeld"
        FROM webhook_deliveries d JOIN webhook_endpoints e ON e.id = d.endpoint_id
        WHERE d.id = $1 FOR UPDATE OF d`,
      values: [deliveryId],
    });
    if (target === undefined || target.isDeleted) throw new NotFoundError('Delivery');
    return target;
  }

  private async read(deliveryId: string): Promise<WebhookDeliveryDto> {
    const [delivery] = await this.database.query<WebhookDeliveryDto & Record<string, unknown>>({
      text: `SELECT ${DELIVERY_TABLE.selection} FROM webhook_deliveries WHERE id = $1`,
      values: [deliveryId],
      types: RECORD_TYPES,
    });
    if (delivery === undefined) throw new NotFoundError('Delivery');
    return delivery;
  }
}

function isUnderWay({ status, replayedAt }: ReplayTarget, now: Date): boolean {
  if (status === 'pending' || status === 'queued' || status === 'sending') return true;
  return replayedAt !== null && now.getTime() - replayedAt.getTime() < SAME_CLICK;
}
