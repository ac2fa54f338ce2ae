import { Injectable } from '@nestjs/common';
import { WebhookConfig } from '../../../platform/config/webhook.config.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { type AttemptTally, type EndpointHealth, type HealthVerdict, nextHealth } from './endpoint-health.js';

const KNOW = `INSERT INTO webhook_endpoint_health (endpoint_id)
  SELECT id FROM webhook_endpoints WHERE id = ANY ($1::uuid[]) ORDER BY id ON CONFLICT DO NOTHING`;
const LOCK = `SELECT endpoint_id AS "endpointId", bucket_started_at AS "bucketStartedAt", successes, failures,
    earlier_successes AS "earlierSuccesses", earlier_failures AS "earlierFailures", open_until AS "openUntil",
    opened_times AS "openedTimes", slots, failing_since AS "failingSince", failed_attempts AS "failedAttempts",
    last_success_at AS "lastSuccessAt", last_failure_at AS "lastFailureAt", warned_at AS "warnedAt"
  FROM webhook_endpoint_health WHERE endpoint_id = ANY ($1::uuid[]) ORDER BY endpoint_id FOR UPDATE`;
const WRITE = `UPDATE webhook_endpoint_health h SET bucket_started_at = n."bucketStartedAt", successes = n.successes,
    failures = n.failures, earlier_successes = n."earlierSuccesses", earlier_failures = n."earlierFailures",
    open_until = n."openUntil", opened_times = n."openedTimes", slots = n.slots, failing_since = n."failingSince",
    failed_attempts = n."failedAttempts", last_success_at = n."lastSuccessAt", last_failure_at = n."lastFailureAt",
    warned_at = n."warnedAt"
  FROM json_to_recordset($1) AS n ("endpointId" uuid, "bucketStartedAt" timestamptz, successes integer,
    failures integer, "earlierSuccesses" integer, "earlierFailures" integer, "openUntil" timestamptz,
    "openedTimes" integer, slots integer, "failingSince" timestamptz, "failedAttempts" integer,
    "lastSuccessAt" timestamptz, "lastFailureAt" timestamptz, "warnedAt" timestamptz)
  WHERE h.endpoint_id = n."endpointId"`;

interface HealthRow extends EndpointHealth {
  readonly endpointId: string;
}

export interface EndpointVerdict {
  readonly endpointId: string;
  readonly verdict: HealthVerdict;
  readonly failingSince: Date | null;
}

/** The health of endpoints, in the tenant's database. */
@Injectable()
export class EndpointHealthStore {
  constructor(
    private readonly database: TenantDatabase,
    private readonly config: WebhookConfig,
  ) {}

  /** Notes what attempts came to. @returns what is to be done about those that fail for long. */
  async note(tallies: ReadonlyMap<string, AttemptTally>, now: Date): Promise<EndpointVerdict[]> {
    const ids = [...tallies.keys()];
    if (ids.length === 0) return [];
    return this.database.transaction(async () => {
      await this.database.execute({ name: 'webhook-health-know', text: KNOW, values: [ids] });
      const rows = await this.database.query<HealthRow & Record<string, unknown>>({
        name: 'webhook-health-lock',
        text: LOCK,
        values: [ids],
      });
      const next = rows.map(({ endpointId, ...before }) => {
        const tally = tallies.get(endpointId) ?? { successes: 0, failures: 0 };
        return { endpointId, ...nextHealth(before, tally, now, this.rules) };
      });
      const written = next.map(({ endpointId, health }) => ({ endpointId, ...health }));
      await this.database.execute({
        name: 'webhook-health-write',
        text: WRITE,
        values: [JSON.stringify(written)],
      });
      return next.map(({ endpointId, verdict, health }) => {
        return { endpointId, verdict, failingSince: health.failingSince };
      });
    });
  }

  private get rules() {
    const { inFlightPerEndpoint: slots, breakerMilliseconds, disableAfterMilliseconds } = this.config;
    return { slots, openMilliseconds: breakerMilliseconds, disableAfterMilliseconds };
  }
}
