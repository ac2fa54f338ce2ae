import { Injectable } from '@nestjs/common';
import { WebhookConfig } from '../../../platform/config/webhook.config.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import type { FieldChange } from '../../../platform/journal/journal-event.js';

/** A delivery that this worker has taken, with all it needs to send it. */
export interface ClaimedDelivery {
  readonly id: string;
  readonly endpointId: string;
  /** The number of this attempt, from 1. */
  readonly attempt: number;
  readonly url: string;
  readonly sealedSecret: string;
  readonly event: {
    readonly id: string;
    readonly type: string;
    readonly version: number;
    readonly occurredAt: Date;
    readonly record: Readonly<Record<string, unknown>>;
    readonly changes: Readonly<Record<string, FieldChange>> | null;
  };
}

export interface FinishedAttempt {
  readonly deliveryId: string;
  readonly number: number;
  readonly startedAt: Date;
  readonly durationMilliseconds: number;
  /** `response`, or why there was none. */
  readonly outcome: string;
  readonly responseStatus: number | null;
  readonly responseExcerpt: string | null;
  readonly status: 'succeeded' | 'failed' | 'pending';
  /** When the next attempt is due; null when there is none. */
  readonly nextAttemptAt: Date | null;
}

const CLAIM = (target: string) => `WITH claimed AS (
    UPDATE webhook_deliveries SET status = 'sending', attempts = attempts + 1, lease_until = $3
    WHERE ${target} RETURNING id, endpoint_id, event_seq, attempts)
  SELECT c.id, c.endpoint_id AS "endpointId", c.attempts AS attempt, e.url, e.sealed_secret AS "sealedSecret",
    e.enabled AND e.deleted_at IS NULL AS live,
    json_build_object('id', j.id, 'type', j.type, 'version', j.version) AS head,
    j.occurred_at AS "occurredAt", j.record, j.changes
  FROM claimed c JOIN webhook_endpoints e ON e.id = c.endpoint_id JOIN journal j ON j.seq = c.event_seq`;

const CLAIM_QUEUED = CLAIM(`id = $1 AND status = 'queued' AND $2::timestamptz IS NOT NULL`);
const CLAIM_NEXT = CLAIM(`id = (SELECT id FROM webhook_deliveries
  WHERE endpoint_id = $1 AND status = 'pending' AND next_attempt_at <= $2
  ORDER BY next_attempt_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)`);

const FINISH = `WITH attempt AS (
    INSERT INTO webhook_attempts
      (delivery_id, number, started_at, duration_milliseconds, outcome, response_status, response_excerpt)
    VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (delivery_id, number) DO NOTHING)
  UPDATE webhook_deliveries SET status = $8, next_attempt_at = $9, lease_until = NULL, response_status = $6,
    completed_at = CASE WHEN $8 = 'pending' THEN NULL ELSE $10::timestamptz END
  WHERE id = $1 AND status = 'sending' AND attempts = $2`;

const RECLAIM = `UPDATE webhook_deliveries SET status = 'pending', next_attempt_at = $1, lease_until = NULL
  WHERE status IN ('queued', 'sending') AND lease_until <= $1`;

/** Round-robin over endpoints is the queue's; here each endpoint gets at most its free slots. */
const ADMIT = `WITH busy AS (
    SELECT endpoint_id, count(*) AS slots FROM webhook_deliveries
    WHERE status IN ('queued', 'sending') GROUP BY endpoint_id),
  due AS (
    SELECT next.id FROM webhook_endpoints e
    LEFT JOIN busy b ON b.endpoint_id = e.id
    CROSS JOIN LATERAL (
      SELECT d.id FROM webhook_deliveries d
      WHERE d.endpoint_id = e.id AND d.status = 'pending' AND d.next_attempt_at <= $1
      ORDER BY d.next_attempt_at, d.id LIMIT GREATEST(0, $3 - coalesce(b.slots, 0))
      FOR UPDATE SKIP LOCKED) AS next
    WHERE e.enabled AND e.deleted_at IS NULL)
  UPDATE webhook_deliveries SET status = 'queued', lease_until = $2 FROM due
  WHERE webhook_deliveries.id = due.id RETURNING webhook_deliveries.id`;

const NEXT_DUE = `SELECT LEAST(
    (SELECT min(lease_until) FROM webhook_deliveries WHERE status IN ('queued', 'sending')),
    (SELECT min(d.next_attempt_at) FROM webhook_deliveries d JOIN webhook_endpoints e ON e.id = d.endpoint_id
     WHERE d.status = 'pending' AND d.next_attempt_at > $1 AND e.enabled AND e.deleted_at IS NULL)) AS "dueAt"`;

const ADMISSION_LOCK = 725_190_348;

interface ClaimRow {
  readonly id: string;
  readonly endpointId: string;
  readonly attempt: number;
  readonly url: string;
  readonly sealedSecret: string;
  readonly live: boolean;
  readonly head: { id: string; type: string; version: number };
  readonly occurredAt: Date;
  readonly record: Readonly<Record<string, unknown>>;
  readonly changes: Readonly<Record<string, FieldChange>> | null;
}

/** The states of deliveries in the tenant's database: pending → queued → sending → succeeded, failed or pending. */
@Injectable()
export class DeliveryStore {
  constructor(
    private readonly database: TenantDatabase,
    private readonly config: WebhookConfig,
  ) {}

  /** Hands due deliveries out, never more than an endpoint's free slots. @returns their ids. */
  admit(now: Date): Promise<string[]> {
    return this.database.transaction(async () => {
      await this.database.query({ text: 'SELECT pg_advisory_xact_lock($1)', values: [ADMISSION_LOCK] });
      await this.database.execute({ name: 'webhook-reclaim', text: RECLAIM, values: [now] });
      const values = [now, this.leaseFrom(now), this.config.inFlightPerEndpoint];
      const rows = await this.database.query<{ id: string }>({ name: 'webhook-admit', text: ADMIT, values });
      return rows.map(({ id }) => id);
    });
  }

  /** Takes a delivery that was handed out; undefined when somebody else has it, or it is not to be sent any more. */
  claim(deliveryId: string, now: Date): Promise<ClaimedDelivery | undefined> {
    return this.take('webhook-claim', CLAIM_QUEUED, deliveryId, now);
  }

  /** Takes the endpoint's next due delivery: the slot goes from one to the next without a turn through the queue. */
  claimNext(endpointId: string, now: Date): Promise<ClaimedDelivery | undefined> {
    return this.take('webhook-claim-next', CLAIM_NEXT, endpointId, now);
  }

  /** Writes the attempt and the delivery's new state; nothing when the lease was lost meanwhile. */
  async finish(attempt: FinishedAttempt, now: Date): Promise<void> {
    await this.database.execute({
      name: 'webhook-finish',
      text: FINISH,
      values: [
        attempt.deliveryId,
        attempt.number,
        attempt.startedAt,
        attempt.durationMilliseconds,
        attempt.outcome,
        attempt.responseStatus,
        attempt.responseExcerpt,
        attempt.status,
        attempt.nextAttemptAt,
        now,
      ],
    });
  }

  /** When a retry or an expired lease next needs the dispatcher. */
  async nextDue(now: Date): Promise<Date | undefined> {
    const [row] = await this.database.query<{ dueAt: Date | null }>({
      name: 'webhook-next-due',
      text: NEXT_DUE,
      values: [now],
    });
    return row?.dueAt ?? undefined;
  }

  private leaseFrom(now: Date): Date {
    return new Date(now.getTime() + this.config.leaseMilliseconds);
  }

  private async take(
    name: string,
    text: string,
    id: string,
    now: Date,
  ): Promise<ClaimedDelivery | undefined> {
    const [row] = await this.database.query<ClaimRow>({ name, text, values: [id, now, this.leaseFrom(now)] });
    if (row === undefined) return undefined;
    if (!row.live) {
      await this.database.execute({
        text: `UPDATE webhook_deliveries SET status = 'cancelled', lease_until = NULL, completed_at = $2 WHERE id = $1`,
        values: [row.id, now],
      });
      return undefined;
    }
    const { head, occurredAt, record, changes, live: _live, ...delivery } = row;
    return { ...delivery, event: { ...head, occurredAt, record, changes } };
  }
}
