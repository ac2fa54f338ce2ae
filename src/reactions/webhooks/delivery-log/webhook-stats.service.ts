import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { RECORD_TYPES } from '../../../platform/database/record-types.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import type { ListQuery } from '../../../platform/resource/lists/list-query.js';
import type { DeliveryStatus } from './delivery-states.js';
import type { WebhookAttemptStatsDto } from './dto/webhook-attempt-stats.dto.js';
import type { WebhookBacklogDto } from './dto/webhook-backlog.dto.js';
import type { WebhookDeliveryCountsDto } from './dto/webhook-delivery-counts.dto.js';
import type { WebhookHealthDto } from './dto/webhook-health.dto.js';
import type { WebhookStatsDto } from './dto/webhook-stats.dto.js';
import { LiveEndpoints } from './live-endpoints.js';
import { bucketsOf, readStatsRange, type StatsRange } from './stats-range.js';

const ALLOW_TIME = { text: "SET LOCAL statement_timeout = '15s'" };
const MOST_TYPES = 20;

/** Counted by three things in one pass over the range. */
const COUNTS = `SELECT status, event_type AS "eventType", bucket, count(*) AS count FROM (
    SELECT status, event_type, date_trunc($4, created_at, 'UTC') AS bucket FROM webhook_deliveries
    WHERE endpoint_id = $1 AND created_at >= $2 AND created_at < $3) AS ranged
  GROUP BY GROUPING SETS ((status), (event_type, status), (bucket, status))`;

const ATTEMPTS = `SELECT count(*) AS total,
    count(*) FILTER (WHERE a.response_status BETWEEN 200 AND 299) AS succeeded,
    round(percentile_cont(0.5) WITHIN GROUP (ORDER BY a.duration_milliseconds) FILTER (WHERE w.was_sent))::integer AS "p50Milliseconds",
    round(percentile_cont(0.95) WITHIN GROUP (ORDER BY a.duration_milliseconds) FILTER (WHERE w.was_sent))::integer AS "p95Milliseconds"
  FROM webhook_deliveries d JOIN webhook_attempts a ON a.delivery_id = d.id
  CROSS JOIN LATERAL (SELECT a.outcome NOT IN ('interrupted', 'not-permitted') AS was_sent) AS w
  WHERE d.endpoint_id = $1 AND d.created_at >= $2 AND d.created_at < $3`;

const BACKLOG = `SELECT count(*) AS pending, min(created_at) AS "oldestPendingAt",
    CASE WHEN count(*) > 0 THEN floor(extract(epoch FROM $2::timestamptz - least(min(created_at), $2)))::integer
    END AS "oldestPendingSeconds"
  FROM webhook_deliveries WHERE endpoint_id = $1 AND status = 'pending'`;

const HEALTH = `SELECT CASE WHEN open_until > $2 THEN 'open' WHEN slots IS NOT NULL THEN 'half-open' ELSE 'closed' END AS breaker,
    CASE WHEN open_until > $2 THEN open_until END AS "openUntil", failing_since AS "failingSince",
    failed_attempts AS "failedAttempts", last_success_at AS "lastSuccessAt", last_failure_at AS "lastFailureAt"
  FROM webhook_endpoint_health WHERE endpoint_id = $1`;

const UNKNOWN: WebhookHealthDto = {
  breaker: 'closed',
  openUntil: null,
  failingSince: null,
  failedAttempts: 0,
  lastSuccessAt: null,
  lastFailureAt: null,
};

interface CountRow extends Record<string, unknown> {
  /** The three groupings: by status alone, with the type, with the bucket. */
  readonly eventType: string | null;
  readonly bucket: string | null;
  readonly status: DeliveryStatus;
  readonly count: number;
}

interface Tally {
  readonly total: number;
  readonly succeeded: number;
  readonly failed: number;
}

/** How an endpoint is doing. */
@Injectable()
export class WebhookStatsService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly endpoints: LiveEndpoints,
    private readonly clock: Clock,
  ) {}

  /** @param query `since` and `until` @throws {NotFoundError} · {BadRequestError} */
  async get(endpointId: string, query: ListQuery): Promise<WebhookStatsDto> {
    const now = this.clock.now();
    const range = readStatsRange(query, now);
    return this.database.transaction(async () => {
      await this.endpoints.require(endpointId);
      await this.database.execute(ALLOW_TIME);
      const { since, until, bucketSize } = range;
      const counts = await this.read<CountRow>(COUNTS, [endpointId, since, until, bucketSize]);
      const attempts = await this.one<WebhookAttemptStatsDto>(ATTEMPTS, [endpointId, since, until]);
      const backlog = await this.one<WebhookBacklogDto>(BACKLOG, [endpointId, now]);
      const [health = UNKNOWN] = await this.read<WebhookHealthDto & Record<string, unknown>>(HEALTH, [
        endpointId,
        now,
      ]);
      return {
        since: since.toISOString(),
        until: until.toISOString(),
        deliveries: totalsOf(counts),
        attempts,
        eventTypes: typesOf(counts),
        bucketSize,
        buckets: bucketRows(counts, range),
        backlog,
        health,
      };
    });
  }

  private read<Row extends Record<string, unknown>>(text: string, values: unknown[]): Promise<Row[]> {
    return this.database.query<Row>({ text, values, types: RECORD_TYPES });
  }

  /** Of an aggregate without groups, which has one row always. */
  private async one<Row>(text: string, values: unknown[]): Promise<Row> {
    const [row] = await this.read<Row & Record<string, unknown>>(text, values);
    if (row === undefined) throw new Error('An aggregate without a row');
    return row;
  }
}

function totalsOf(counts: readonly CountRow[]): WebhookDeliveryCountsDto {
  const rows = counts.filter(({ eventType, bucket }) => eventType === null && bucket === null);
  const of = (...statuses: DeliveryStatus[]) => sum(rows.filter(({ status }) => statuses.includes(status)));
  const [succeeded, failed] = [of('succeeded'), of('failed')];
  const ended = succeeded + failed;
  return {
    total: sum(rows),
    pending: of('pending', 'queued'),
    sending: of('sending'),
    succeeded,
    failed,
    cancelled: of('cancelled'),
    held: of('held'),
    successRate: ended === 0 ? null : Math.round((succeeded / ended) * 10_000) / 10_000,
  };
}

function typesOf(
  counts: readonly CountRow[],
): { eventType: string; total: number; succeeded: number; failed: number }[] {
  const byType = new Map<string, CountRow[]>();
  for (const row of counts) {
    if (row.eventType !== null) byType.set(row.eventType, [...(byType.get(row.eventType) ?? []), row]);
  }
  return [...byType]
    .map(([eventType, rows]) => ({ eventType, ...tallyOf(rows) }))
    .sort((one, other) => other.total - one.total || one.eventType.localeCompare(other.eventType))
    .slice(0, MOST_TYPES);
}

function bucketRows(
  counts: readonly CountRow[],
  range: StatsRange,
): { start: string; total: number; succeeded: number; failed: number }[] {
  return bucketsOf(range).map((start) => ({
    start,
    ...tallyOf(counts.filter(({ bucket }) => bucket === start)),
  }));
}

function tallyOf(rows: readonly CountRow[]): Tally {
  const of = (wanted: DeliveryStatus) => sum(rows.filter(({ status }) => status === wanted));
  return { total: sum(rows), succeeded: of('succeeded'), failed: of('failed') };
}

function sum(rows: readonly CountRow[]): number {
  return rows.reduce((total, { count }) => total + count, 0);
}
