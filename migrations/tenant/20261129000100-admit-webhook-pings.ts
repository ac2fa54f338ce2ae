import type { MigrationInterface, QueryRunner } from 'typeorm';
import { CreateWebhookAdmission20261128211000 } from './20261128211000-create-webhook-admission.js';

const ADMISSION_LOCK = 725_190_348;

/**
 * Tests go before all else that waits for their endpoint, and through a breaker that is open: whoever has mended a receiver
 * wants to know now. They keep to the endpoint's slots as when it is well, and to its rate.
 */
export class AdmitWebhookPings20261129000100 implements MigrationInterface {
  name = 'AdmitWebhookPings20261129000100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE OR REPLACE FUNCTION admit_webhook_deliveries(now_at timestamptz, lease_milliseconds integer, endpoint_slots integer,
        most integer, most_retries integer, most_replays integer)
      RETURNS TABLE (id uuid, "endpointId" uuid, attempt integer, "scheduleStart" integer, lane text,
        "claimedAt" timestamptz, url text, "sealedSecret" text, "previousSecrets" jsonb, "sealedHeaders" text,
        fields text[], "retrySchedule" integer[], "isWell" boolean, "hasMore" boolean, owner json, head json, "occurredAt" timestamptz,
        record jsonb, changes jsonb)
      LANGUAGE plpgsql VOLATILE AS $$
      #variable_conflict use_column
      BEGIN
        PERFORM pg_advisory_xact_lock(${ADMISSION_LOCK});
        RETURN QUERY
        WITH busy AS (
          SELECT endpoint_id, count(*)::integer AS slots FROM webhook_deliveries
          WHERE status IN ('queued', 'sending') GROUP BY endpoint_id),
        room AS (
          SELECT e.id, e.rate_limit, t.tokens,
            CASE WHEN h.open_until > now_at THEN 0
              ELSE least(coalesce(h.slots, endpoint_slots) - coalesce(b.slots, 0), floor(t.tokens)::integer) END AS free,
            least(endpoint_slots - coalesce(b.slots, 0), floor(t.tokens)::integer) AS free_for_tests
          FROM webhook_endpoints e
          LEFT JOIN webhook_endpoint_health h ON h.endpoint_id = e.id
          LEFT JOIN busy b ON b.endpoint_id = e.id
          CROSS JOIN LATERAL (SELECT CASE WHEN e.rate_limit IS NULL THEN endpoint_slots
            ELSE webhook_tokens(e.rate_limit, h.tokens, h.tokens_at) END AS tokens) t
          WHERE e.enabled AND e.deleted_at IS NULL),
        waiting AS (
          SELECT false AS is_test, r.free, w.* FROM room r CROSS JOIN LATERAL (
            (SELECT d.id, d.endpoint_id, d.lane, d.next_attempt_at FROM webhook_deliveries d
             WHERE d.endpoint_id = r.id AND d.status = 'pending' AND d.lane = 'fresh' AND d.event_type <> 'webhook.ping'
             ORDER BY d.next_attempt_at, d.id LIMIT least(r.free, most) + 1)
            UNION ALL
            (SELECT d.id, d.endpoint_id, d.lane, d.next_attempt_at FROM webhook_deliveries d
             WHERE d.endpoint_id = r.id AND d.status = 'pending' AND d.lane = 'retry' AND d.event_type <> 'webhook.ping' AND d.next_attempt_at <= now_at
             ORDER BY d.next_attempt_at, d.id LIMIT least(r.free, most_retries) + 1)
            UNION ALL
            (SELECT d.id, d.endpoint_id, d.lane, d.next_attempt_at FROM webhook_deliveries d
             WHERE d.endpoint_id = r.id AND d.status = 'pending' AND d.lane = 'replay' AND d.event_type <> 'webhook.ping' AND d.next_attempt_at <= now_at
             ORDER BY d.next_attempt_at, d.id LIMIT least(r.free, most_replays) + 1)) w
          WHERE r.free > 0
          UNION ALL
          (SELECT true, r.free_for_tests, d.id, d.endpoint_id, d.lane, d.next_attempt_at
           FROM room r JOIN webhook_deliveries d ON d.endpoint_id = r.id
           WHERE d.status = 'pending' AND d.event_type = 'webhook.ping' AND r.free_for_tests > 0
           ORDER BY d.next_attempt_at, d.id LIMIT most + 1)),
        ranked AS (
          SELECT *, row_number() OVER (PARTITION BY endpoint_id ORDER BY is_test DESC, next_attempt_at, id) AS round
          FROM waiting),
        laned AS (
          SELECT *, row_number() OVER (PARTITION BY lane ORDER BY round, next_attempt_at, id) AS place
          FROM ranked WHERE round <= free),
        chosen AS (
          SELECT id FROM laned
          WHERE place <= CASE lane WHEN 'retry' THEN most_retries WHEN 'replay' THEN most_replays ELSE most END
          ORDER BY round, next_attempt_at, id LIMIT most),
        claimed AS (
          UPDATE webhook_deliveries d SET status = 'sending', attempts = d.attempts + 1,
            lease_until = clock_timestamp() + lease_milliseconds * interval '1 millisecond'
          FROM chosen WHERE d.id = chosen.id AND d.status = 'pending'
          RETURNING d.id, d.endpoint_id, d.event_seq, d.attempts, d.schedule_start, d.lane),
        spent AS (
          INSERT INTO webhook_endpoint_health AS h (endpoint_id, tokens, tokens_at)
          SELECT r.id, r.tokens - count(*), clock_timestamp() FROM claimed c JOIN room r ON r.id = c.endpoint_id
          WHERE r.rate_limit IS NOT NULL GROUP BY r.id, r.tokens
          ON CONFLICT (endpoint_id) DO UPDATE SET tokens = excluded.tokens, tokens_at = excluded.tokens_at)
        SELECT c.id, c.endpoint_id, c.attempts, c.schedule_start, c.lane, clock_timestamp(), e.url, e.sealed_secret,
          e.previous_secrets, e.sealed_headers, e.fields, e.retry_schedule,
          h.endpoint_id IS NULL OR (h.slots IS NULL AND h.failing_since IS NULL),
          (SELECT count(*) FROM waiting) > (SELECT count(*) FROM chosen),
          json_build_object('id', e.rights_user_id, 'role', m.role, 'apiKeyId', e.rights_api_key_id),
          json_build_object('id', j.id, 'resource', j.resource, 'type', j.type, 'version', j.version),
          j.occurred_at, j.record, j.changes
        FROM claimed c JOIN webhook_endpoints e ON e.id = c.endpoint_id JOIN journal j ON j.seq = c.event_seq
        LEFT JOIN members m ON m.id = e.rights_user_id
        LEFT JOIN webhook_endpoint_health h ON h.endpoint_id = c.endpoint_id;
      END $$`);
  }

  async down(runner: QueryRunner): Promise<void> {
    const before = new CreateWebhookAdmission20261128211000();
    await before.down(runner);
    await before.up(runner);
  }
}
