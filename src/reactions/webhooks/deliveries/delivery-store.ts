import { Injectable } from '@nestjs/common';
import { WebhookConfig } from '../../../platform/config/webhook.config.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { HEALTH_BUCKET_MILLISECONDS } from './endpoint-health.js';
import {
  type AdmittedRow,
  claimedOf,
  type ClaimedDelivery,
  type FinishedAttempt,
} from './claimed-delivery.js';

/** How many deliveries of each lane a process can take now. */
export interface SlotGrant {
  readonly total: number;
  readonly retry: number;
  readonly replay: number;
}

const ADMIT = 'SELECT * FROM admit_webhook_deliveries($1, $2, $3, $4, $5, $6)';

/** `interrupted` says what is known: it was taken, and nobody wrote down what came of it. */
const RECLAIM = `WITH expired AS (
    SELECT id FROM webhook_deliveries WHERE status IN ('queued', 'sending') AND lease_until <= clock_timestamp()
    FOR UPDATE SKIP LOCKED),
  reclaimed AS (
    UPDATE webhook_deliveries d SET status = 'pending', next_attempt_at = $1, lease_until = NULL,
      lane = CASE lane WHEN 'fresh' THEN 'retry' ELSE lane END
    FROM expired WHERE d.id = expired.id RETURNING d.id, d.attempts)
  INSERT INTO webhook_attempts (delivery_id, number, started_at, duration_milliseconds, outcome)
  SELECT id, attempts, $1, 0, 'interrupted' FROM reclaimed WHERE attempts > 0
  ON CONFLICT (delivery_id, number) DO NOTHING`;

/** Nothing comes after an endpoint's deletion. */
const CANCEL = `UPDATE webhook_deliveries d SET status = 'cancelled', next_attempt_at = NULL, completed_at = $1
  FROM (SELECT w.id FROM webhook_endpoints e CROSS JOIN LATERAL (
      SELECT id FROM webhook_deliveries WHERE endpoint_id = e.id AND status = 'pending' LIMIT $2) w
    WHERE e.deleted_at IS NOT NULL LIMIT $2) gone
  WHERE d.id = gone.id AND d.status = 'pending'`;

/**
 * Attempts, new states and what they teach about endpoints that are well, in one statement. A success that comes after
 * its lease still counts, unless the delivery was taken again; any other late result is only logged.
 */
const FINISH = `WITH result AS (
    SELECT * FROM json_to_recordset($1) AS r ("deliveryId" uuid, "endpointId" uuid, number integer,
      "startedAt" timestamptz, "durationMilliseconds" integer, outcome text, "responseStatus" integer,
      "responseExcerpt" text, status text, "nextAttemptAt" timestamptz)),
  attempt AS (
    INSERT INTO webhook_attempts AS known
      (delivery_id, number, started_at, duration_milliseconds, outcome, response_status, response_excerpt)
    SELECT "deliveryId", number, "startedAt", "durationMilliseconds", outcome, "responseStatus", "responseExcerpt"
    FROM result
    ON CONFLICT (delivery_id, number) DO UPDATE SET started_at = excluded.started_at,
      duration_milliseconds = excluded.duration_milliseconds, outcome = excluded.outcome,
      response_status = excluded.response_status, response_excerpt = excluded.response_excerpt
    WHERE known.outcome = 'interrupted'),
  finished AS (
    UPDATE webhook_deliveries d SET status = r.status, next_attempt_at = r."nextAttemptAt", lease_until = NULL,
      response_status = r."responseStatus",
      lane = CASE WHEN r.status = 'pending' AND d.lane = 'fresh' THEN 'retry' ELSE d.lane END,
      completed_at = CASE WHEN r.status = 'pending' THEN NULL ELSE $2::timestamptz END,
      delivered_at = CASE WHEN r.status = 'succeeded' THEN coalesce(d.delivered_at, $2) ELSE d.delivered_at END
    FROM result r WHERE d.id = r."deliveryId" AND d.attempts = r.number
      AND (d.status = 'sending' OR (d.status = 'pending' AND r.status = 'succeeded')))
  INSERT INTO webhook_endpoint_health AS h (endpoint_id, bucket_started_at, successes, last_success_at)
  SELECT e.id, $2, count(*), $2 FROM result r JOIN webhook_endpoints e ON e.id = r."endpointId"
  WHERE e.id = ANY ($3::uuid[]) AND r.status = 'succeeded' GROUP BY e.id ORDER BY e.id
  ON CONFLICT (endpoint_id) DO UPDATE SET last_success_at = excluded.last_success_at,
    (bucket_started_at, successes, failures, earlier_successes, earlier_failures) = (
      SELECT CASE WHEN k.age < $4 THEN h.bucket_started_at ELSE $2 END,
        excluded.successes + CASE WHEN k.age < $4 THEN h.successes ELSE 0 END,
        CASE WHEN k.age < $4 THEN h.failures ELSE 0 END,
        CASE WHEN k.age < $4 THEN h.earlier_successes WHEN k.age < 2 * $4 THEN h.successes ELSE 0 END,
        CASE WHEN k.age < $4 THEN h.earlier_failures WHEN k.age < 2 * $4 THEN h.failures ELSE 0 END
      FROM (SELECT extract(epoch FROM $2::timestamptz - h.bucket_started_at) * 1000 AS age) k)`;

/**
 * Per endpoint and lane the first that waits, and when it may go: fresh ones at once, whatever the clock of the process
 * that wrote them; none before its breaker lets one through (tests pass it), or before its rate allows another.
 */
const DUE = `SELECT coalesce(bool_or(w.at <= $1::timestamptz), false) AS "isDue", min(w.at) FILTER (WHERE w.at > $1) AS "nextAt",
    (SELECT extract(epoch FROM min(lease_until) - clock_timestamp())::double precision * 1000 FROM webhook_deliveries
     WHERE status IN ('queued', 'sending')) AS "leaseMilliseconds",
    EXISTS (SELECT FROM webhook_endpoints e CROSS JOIN LATERAL (
      SELECT FROM webhook_deliveries WHERE endpoint_id = e.id AND status = 'pending' LIMIT 1) w
      WHERE e.deleted_at IS NOT NULL) AS "hasOrphans"
  FROM webhook_endpoints e
  LEFT JOIN webhook_endpoint_health h ON h.endpoint_id = e.id
  CROSS JOIN LATERAL (SELECT $1::timestamptz + CASE WHEN e.rate_limit IS NULL THEN interval '0'
    ELSE greatest(0, 1 - webhook_tokens(e.rate_limit, h.tokens, h.tokens_at)) * 60 / e.rate_limit * interval '1 second'
    END AS from_at) f
  CROSS JOIN LATERAL (
    SELECT greatest(h.open_until, f.from_at, CASE WHEN l.lane = 'fresh' THEN $1::timestamptz ELSE d.next_attempt_at END) AS at
    FROM unnest(ARRAY['fresh', 'retry', 'replay']) AS l (lane) CROSS JOIN LATERAL (
      SELECT next_attempt_at FROM webhook_deliveries
      WHERE endpoint_id = e.id AND status = 'pending' AND lane = l.lane ORDER BY next_attempt_at, id LIMIT 1) d
    UNION ALL
    SELECT f.from_at FROM webhook_deliveries
    WHERE endpoint_id = e.id AND status = 'pending' AND event_type = 'webhook.ping') w
  WHERE e.enabled AND e.deleted_at IS NULL`;

export interface DueDeliveries {
  /** Whether something could be sent now, if a slot is free. */
  readonly isDue: boolean;
  /** When a retry, a breaker or a rate next asks for a look. */
  readonly nextAt: Date | null;
  /** Until the first lease expires; null when nothing is being sent. */
  readonly leaseMilliseconds: number | null;
  /** Whether something waits for an endpoint that is gone. */
  readonly hasOrphans: boolean;
}

/** What a look for due deliveries took. */
export interface Admission {
  readonly deliveries: readonly ClaimedDelivery[];
  /** Whether more is due than could be taken; undefined when nothing was taken. */
  readonly hasMore: boolean | undefined;
}

/** The states of deliveries in the tenant's database: pending → sending → succeeded, failed or pending again. */
@Injectable()
export class DeliveryStore {
  constructor(
    private readonly database: TenantDatabase,
    private readonly config: WebhookConfig,
  ) {}

  /** Takes what is due, never more than an endpoint's free slots, each endpoint in turn. */
  async admit(now: Date, grant: SlotGrant): Promise<Admission> {
    const { leaseMilliseconds, inFlightPerEndpoint } = this.config;
    const rows = await this.database.query<AdmittedRow & Record<string, unknown>>({
      name: 'webhook-admit',
      text: ADMIT,
      values: [now, leaseMilliseconds, inFlightPerEndpoint, grant.total, grant.retry, grant.replay],
    });
    return { deliveries: rows.map(claimedOf), hasMore: rows[0]?.hasMore };
  }

  /** @param well endpoints of which nothing but this success need be written */
  async finish(attempts: readonly FinishedAttempt[], well: readonly string[], now: Date): Promise<void> {
    const values = [JSON.stringify(attempts), now, well, HEALTH_BUCKET_MILLISECONDS];
    await this.database.execute({ name: 'webhook-finish', text: FINISH, values });
  }

  /** Gives back what a process that died had taken. */
  async reclaim(now: Date): Promise<void> {
    await this.database.execute({ name: 'webhook-reclaim', text: RECLAIM, values: [now] });
  }

  /** @returns how many were cancelled, at most `limit`. */
  cancelOfDeletedEndpoints(now: Date, limit: number): Promise<number> {
    return this.database.execute({ name: 'webhook-cancel', text: CANCEL, values: [now, limit] });
  }

  async due(now: Date): Promise<DueDeliveries> {
    const [row] = await this.database.query<DueDeliveries & Record<string, unknown>>({
      name: 'webhook-due',
      text: DUE,
      values: [now],
    });
    return row ?? { isDue: false, nextAt: null, leaseMilliseconds: null, hasOrphans: false };
  }
}
