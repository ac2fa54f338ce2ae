import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { isOrigin } from '../../kernel/origin.js';
import { ControlDatabase } from '../../platform/database/control-database.js';
import { OriginDirectory } from '../../platform/http/origin-directory.js';

/** Milliseconds for which a process trusts what it read of an origin. */
const CACHE_MILLISECONDS = 1_000;
const CACHE_SIZE = 10_000;
const NONE: ReadonlySet<string> = new Set();
const FIND = `SELECT o.tenant_id AS "tenantId" FROM tenant_origins o
  JOIN tenants t ON t.id = o.tenant_id AND t.state IN ('active', 'read-only') WHERE o.origin = $1`;

interface CachedOrigin {
  /** One look-up for all requests that come while it runs. */
  readonly tenantIds: Promise<ReadonlySet<string>>;
  readonly until: number;
}

/** Which tenants let browsers call from an origin. */
@Injectable()
export class TenantOrigins extends OriginDirectory {
  private readonly cache = new Map<string, CachedOrigin>();

  constructor(
    private readonly control: ControlDatabase,
    private readonly clock: Clock,
  ) {
    super();
  }

  tenantsOf(origin: string): Promise<ReadonlySet<string>> {
    const now = this.clock.milliseconds();
    const cached = this.cache.get(origin);
    if (cached !== undefined && cached.until > now) return cached.tenantIds;
    if (!isOrigin(origin)) return Promise.resolve(NONE);
    const tenantIds = this.find(origin);
    tenantIds.catch(() => this.cache.delete(origin));
    if (this.cache.size >= CACHE_SIZE) this.cache.clear();
    this.cache.set(origin, { tenantIds, until: now + CACHE_MILLISECONDS });
    return tenantIds;
  }

  private async find(origin: string): Promise<ReadonlySet<string>> {
    const rows = await this.control.query<{ tenantId: string }>(FIND, [origin]);
    return new Set(rows.map(({ tenantId }) => tenantId));
  }
}
