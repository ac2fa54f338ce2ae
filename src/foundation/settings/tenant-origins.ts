import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { isOrigin } from '../../kernel/origin.js';
import { RecentReads } from '../../platform/cache/recent-reads.js';
import { ControlDatabase } from '../../platform/database/control-database.js';
import { OriginDirectory } from '../../platform/http/origin-directory.js';

const NONE: ReadonlySet<string> = new Set();
const FIND = `SELECT o.tenant_id AS "tenantId" FROM tenant_origins o
  JOIN tenants t ON t.id = o.tenant_id AND t.state IN ('active', 'read-only') WHERE o.origin = $1`;

/** Which tenants let browsers call from an origin. */
@Injectable()
export class TenantOrigins extends OriginDirectory {
  private readonly origins: RecentReads<ReadonlySet<string>>;

  constructor(
    private readonly control: ControlDatabase,
    clock: Clock,
  ) {
    super();
    this.origins = new RecentReads(clock);
  }

  tenantsOf(origin: string): Promise<ReadonlySet<string>> {
    return isOrigin(origin) ? this.origins.get(origin, () => this.find(origin)) : Promise.resolve(NONE);
  }

  private async find(origin: string): Promise<ReadonlySet<string>> {
    const rows = await this.control.query<{ tenantId: string }>(FIND, [origin]);
    return new Set(rows.map(({ tenantId }) => tenantId));
  }
}
