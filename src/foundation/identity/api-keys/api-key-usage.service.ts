import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { NotFoundError } from '../../../kernel/errors.js';
import { currentContext, currentTenant, runInContext } from '../../../platform/context/request-context.js';
import type { TenantReference } from '../../../platform/context/tenant-reference.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { errorLine } from '../../../platform/logging/error-line.js';
import type { ApiKeyUsageDto } from './dto/api-key-usage.dto.js';

/** Milliseconds from the first request that is not written yet to its writing: what a crash may lose. */
const FLUSH_MILLISECONDS = 5_000;
const DAYS_SHOWN = 90;

const WRITE = `WITH used AS (
    SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::timestamptz[], $4::text[])
      AS used (id, requests, last_used_at, address)),
  counted AS (
    INSERT INTO api_key_usage (api_key_id, day, requests)
    SELECT u.id, (u.last_used_at AT TIME ZONE 'UTC')::date, u.requests FROM used u JOIN api_keys k ON k.id = u.id
    ON CONFLICT (api_key_id, day) DO UPDATE SET requests = api_key_usage.requests + excluded.requests)
  UPDATE api_keys k SET last_used_at = u.last_used_at, last_used_address = u.address
  FROM used u WHERE k.id = u.id AND (k.last_used_at IS NULL OR k.last_used_at < u.last_used_at)`;

const READ = `SELECT to_char(day, 'YYYY-MM-DD') AS day, requests FROM api_key_usage
  WHERE api_key_id = $1 AND day > (now() AT TIME ZONE 'UTC')::date - ${DAYS_SHOWN} ORDER BY day`;
const READ_LAST = `SELECT last_used_at AS "lastUsedAt", last_used_address AS "lastUsedAddress" FROM api_keys WHERE id = $1`;

interface Use {
  requests: number;
  lastUsedAt: Date;
  address: string | null;
}

interface TenantUses {
  readonly tenant: TenantReference;
  readonly keys: Map<string, Use>;
}

/** Counts the requests of API keys: in memory, and every few seconds in one statement a tenant. */
@Injectable()
export class ApiKeyUsageService implements BeforeApplicationShutdown {
  private readonly logger = new Logger(ApiKeyUsageService.name);
  private waiting = new Map<string, TenantUses>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: TenantDatabase,
    private readonly clock: Clock,
  ) {}

  note(apiKeyId: string): void {
    const tenant = currentTenant();
    const uses = this.waiting.get(tenant.id) ?? { tenant, keys: new Map<string, Use>() };
    const use = uses.keys.get(apiKeyId) ?? { requests: 0, lastUsedAt: this.clock.now(), address: null };
    use.requests += 1;
    use.lastUsedAt = this.clock.now();
    use.address = currentContext().address ?? null;
    uses.keys.set(apiKeyId, use);
    this.waiting.set(tenant.id, uses);
    this.timer ??= setTimeout(() => void this.flush(), FLUSH_MILLISECONDS).unref();
  }

  /** Writes what has been counted. What cannot be written is lost: it is a figure, not a limit. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const waiting = [...this.waiting.values()];
    this.waiting = new Map();
    for (const { tenant, keys } of waiting) {
      try {
        await runInContext({ traceId: 'api-key-usage', tenant }, () => this.write(keys));
      } catch (error) {
        this.logger.warn(`The use of ${keys.size} API keys could not be written: ${errorLine(error)}`);
      }
    }
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.flush();
  }

  /** @throws {NotFoundError} */
  async read(apiKeyId: string): Promise<ApiKeyUsageDto> {
    const [key] = await this.database.query<{ lastUsedAt: Date | null; lastUsedAddress: string | null }>({
      text: READ_LAST,
      values: [apiKeyId],
    });
    if (key === undefined) throw new NotFoundError('API key');
    const days = await this.database.query<{ day: string; requests: number }>({
      text: READ,
      values: [apiKeyId],
    });
    return {
      apiKeyId,
      lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
      lastUsedAddress: key.lastUsedAddress,
      totalRequests: days.reduce((total, { requests }) => total + requests, 0),
      days,
    };
  }

  private async write(keys: ReadonlyMap<string, Use>): Promise<void> {
    // In one order in every process: two that write at once wait for each other instead of both.
    const uses = [...keys.entries()].sort(([one], [other]) => (one < other ? -1 : 1));
    await this.database.execute({
      text: WRITE,
      values: [
        uses.map(([id]) => id),
        uses.map(([, { requests }]) => requests),
        uses.map(([, { lastUsedAt }]) => lastUsedAt),
        uses.map(([, { address }]) => address),
      ],
    });
  }
}
