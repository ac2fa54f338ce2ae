import { Injectable } from '@nestjs/common';
import { LimitsConfig } from '../../platform/config/limits.config.js';
import { currentTenant } from '../../platform/context/request-context.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { QuotaExceededError } from '../../platform/quota/quota-exceeded-error.js';
import { type QuotaMeter, QuotaMeters } from '../../platform/quota/quota-meters.js';
import { StorageQuota } from '../../platform/quota/storage-quota.js';
import { UsageCounters } from './usage-counters.js';

const COUNTER = 'storage';

/** The bytes of a plan. Uploads under way at the very limit can pass it; the next is refused. */
@Injectable()
export class PlanStorageQuota extends StorageQuota implements QuotaMeter {
  readonly name = 'storageBytes';

  constructor(
    private readonly database: TenantDatabase,
    private readonly counters: UsageCounters,
    private readonly limits: LimitsConfig,
    meters: QuotaMeters,
  ) {
    super();
    meters.add(this);
  }

  limit(): number | undefined {
    return this.limits.quotaOf(this.name, currentTenant().plan);
  }

  async used(): Promise<number> {
    return Math.max(0, await this.counters.sum(COUNTER));
  }

  charge(bytes: number): Promise<void> {
    return this.database.transaction(async () => {
      await this.counters.add(COUNTER, new Map([['', bytes]]));
      const limit = this.limit();
      if (limit === undefined) return;
      const used = await this.used();
      if (used > limit) throw new QuotaExceededError(this.name, limit, used - bytes);
    });
  }

  release(bytes: number): Promise<void> {
    return this.counters.add(COUNTER, new Map([['', -bytes]]));
  }
}
