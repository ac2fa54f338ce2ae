import { Injectable } from '@nestjs/common';
import { WebhookConfig } from '../../../platform/config/webhook.config.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import type { FieldChange } from '../../../platform/journal/journal-event.js';
import { ADVISORY_LOCKS } from '../../../platform/database/advisory-locks.js';

/** Whose rights a body obeys. */
export interface DeliveryOwner {
  readonly id: string;
  /** Null for nobody that the tenant knows. */
  readonly role: string | null;
  readonly apiKeyId: string | null;
}

/** A secret that still signs, until the overlap of a rotation is over. */
export interface PreviousSecret {
  readonly sealed: string;
  /** ISO 8601. */
  readonly expiresAt: string;
}

/** A delivery that this worker has taken, with all it needs to send it. */
export interface ClaimedDelivery {
  readonly id: string;
  readonly endpointId: string;
  /** The number of this attempt, from 1. */
  readonly attempt: number;
  readonly url: string;
  readonly sealedSecret: string;
  /** From newest to oldest. */
  readonly previousSecrets: readonly PreviousSecret[];
  readonly sealedHeaders: string | null;
  /** The fields that the endpoint wants of a record; null for all. */
  readonly fields: readonly string[] | null;
  /** Seconds before each attempt; null for the product's own. */
  readonly retrySchedule: readonly number[] | null;
  readonly owner: DeliveryOwner;
  readonly event: {
    readonly id: string;
    readonly resource: string;
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
  /** `response`, or why there was none; `not-permitted` when the endpoint's owner may not see the record. */
  readonly outcome: string;
  readonly responseStatus: number | null;
  readonly responseExcerpt: string | null;
  readonly status: 'succeeded' | 'failed' | 'pending' | 'cancelled';
  /** When the next attempt is due; null when there is none. */
  readonly nextAttemptAt: Date | null;
}

const CLAIMED = (target: string, lease: string) => `claimed AS (
    UPDATE webhook_deliveries SET status = 'sending', attempts = attempts + 1, lease_until = ${lease}
    WHERE ${target} RETURNING id, endpoint_id, event_seq, attempts)
  SELECT c.id, c.endpoint_id AS "endpointId", c.attempts AS attempt, e.url, e.sealed_secret AS "sealedSecret",
    e.previous_secrets AS "previousSecrets", e.sealed_headers AS "sealedHeaders", e.fields,
    e.retry_schedule AS "retrySchedule", e.enabled AND e.deleted_at IS NULL AS live,
    json_build_object('id', e.rights_user_id, 'role', m.role, 'apiKeyId', e.rights_api_key_id) AS owner,
    json_build_object('id', j.id, 'resource', j.resource, 'type', j.type, 'version', j.version) AS head,
    j.occurred_at AS "occurredAt", j.record, j.changes
  FROM claimed c JOIN webhook_endpoints e ON e.id = c.endpoint_id JOIN journal j ON j.seq = c.event_seq
  LEFT JOIN members m ON m.id = e.rights_user_id`;

const CLAIM_QUEUED = `WITH ${CLAIMED(`id = $1 AND status = 'queued'`, '$2')}`;

/** Held until the endpoint is enabled again; nothing comes after its deletion. */
const PUT_BACK = `UPDATE webhook_deliveries d SET attempts = attempts - 1, lease_until = NULL,
    status = CASE WHEN e.deleted_at IS NULL THEN 'pending' ELSE 'cancelled' END,
    completed_at = CASE WHEN e.deleted_at IS NULL THEN NULL ELSE $2::timestamptz END
  FROM webhook_endpoints e WHERE d.id = $1 AND e.id = d.endpoint_id`;

/**
 * One statement, so that the slot passes from a delivery to the next without a moment in which it looks free: the
 * admission would give it away, and the endpoint would have more in flight than it may.
 */
const FINISH = `WITH attempt AS (
    INSERT INTO webhook_attempts
      (delivery_id, number, started_at, duration_milliseconds, outcome, response_status, response_excerpt)
    VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (delivery_id, number) DO NOTHING),
  finished AS (
    UPDATE webhook_deliveries SET status = $8, next_attempt_at = $9, lease_until = NULL, response_status = $6,
      completed_at = CASE WHEN $8 = 'pending' THEN NULL ELSE $10::timestamptz END
    WHERE id = $1 AND status = 'sending' AND attempts = $2 RETURNING endpoint_id),
  following AS (
    SELECT d.id FROM finished f
    JOIN webhook_endpoints e ON e.id = f.endpoint_id AND e.enabled AND e.deleted_at IS NULL
    JOIN webhook_deliveries d ON d.endpoint_id = f.endpoint_id
    WHERE $11::boolean AND d.status = 'pending' AND d.next_attempt_at <= $10
    ORDER BY d.next_attempt_at, d.id LIMIT 1 FOR UPDATE OF d SKIP LOCKED),
  ${CLAIMED('id = (SELECT id FROM following)', '$12')}`;

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
  WHERE webhook_deliveries.id = due.id RETURNING webhook_deliveries.id, webhook_deliveries.attempts`;

const NEXT_DUE = `SELECT LEAST(
    (SELECT min(lease_until) FROM webhook_deliveries WHERE status IN ('queued', 'sending')),
    (SELECT min(d.next_attempt_at) FROM webhook_deliveries d JOIN webhook_endpoints e ON e.id = d.endpoint_id
     WHERE d.status = 'pending' AND d.next_attempt_at > $1 AND e.enabled AND e.deleted_at IS NULL)) AS "dueAt"`;

export interface AdmittedDelivery {
  readonly id: string;
  /** Attempts made so far. */
  readonly attempts: number;
}

interface ClaimRow {
  readonly id: string;
  readonly endpointId: string;
  readonly attempt: number;
  readonly url: string;
  readonly sealedSecret: string;
  readonly previousSecrets: readonly PreviousSecret[];
  readonly sealedHeaders: string | null;
  readonly fields: readonly string[] | null;
  readonly retrySchedule: readonly number[] | null;
  readonly live: boolean;
  readonly owner: DeliveryOwner;
  readonly head: { id: string; resource: string; type: string; version: number };
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

  /** Hands due deliveries out, never more than an endpoint's free slots. */
  admit(now: Date): Promise<AdmittedDelivery[]> {
    return this.database.transaction(async () => {
      await this.database.query({
        text: 'SELECT pg_advisory_xact_lock($1)',
        values: [ADVISORY_LOCKS.deliveryAdmission],
      });
      await this.database.execute({ name: 'webhook-reclaim', text: RECLAIM, values: [now] });
      const values = [now, this.leaseFrom(now), this.config.inFlightPerEndpoint];
      return this.database.query<AdmittedDelivery>({ name: 'webhook-admit', text: ADMIT, values });
    });
  }

  /** Takes a delivery that was handed out; undefined when somebody else has it, or it is not to be sent any more. */
  async claim(deliveryId: string, now: Date): Promise<ClaimedDelivery | undefined> {
    const [row] = await this.database.query<ClaimRow>({
      name: 'webhook-claim',
      text: CLAIM_QUEUED,
      values: [deliveryId, this.leaseFrom(now)],
    });
    if (row === undefined) return undefined;
    if (row.live) return claimedOf(row);
    await this.database.execute({ text: PUT_BACK, values: [row.id, now] });
    return undefined;
  }

  /**
   * Writes the attempt and the delivery's new state; nothing but the attempt when the lease was lost meanwhile.
   *
   * @param goOn whether to take the endpoint's next due delivery, without a turn through the queue
   */
  async finish(attempt: FinishedAttempt, now: Date, goOn: boolean): Promise<ClaimedDelivery | undefined> {
    const [row] = await this.database.query<ClaimRow>({
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
        goOn,
        this.leaseFrom(now),
      ],
    });
    return row && claimedOf(row);
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
}

function claimedOf(row: ClaimRow): ClaimedDelivery {
  const { head, occurredAt, record, changes, live: _live, ...delivery } = row;
  return { ...delivery, event: { ...head, occurredAt, record, changes } };
}
