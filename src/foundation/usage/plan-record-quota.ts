import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { LimitsConfig } from '../../platform/config/limits.config.js';
import { currentContext, currentTenant } from '../../platform/context/request-context.js';
import { QuotaExceededError } from '../../platform/quota/quota-exceeded-error.js';
import { type QuotaMeter, QuotaMeters } from '../../platform/quota/quota-meters.js';
import { RecordQuota } from '../../platform/resource/counts/record-quota.js';
import type { ResourceDescriptor } from '../../platform/resource/resource-descriptor.js';
import type { RecordEntity } from '../../platform/resource/record.entity.js';
import { RecordCounts } from './record-counts.js';

/** Milliseconds for which a process trusts a count, adding what it lets in itself. */
const TRUST_MILLISECONDS = 5_000;
/** With fewer records left than this it counts every time. */
const NEAR = 1_000;
const CACHE_SIZE = 10_000;

interface Count {
  used: number;
  readonly until: number;
}

/**
 * The records of a plan. A create far from the limit costs no query. What other processes let in within 5 s, beyond
 * the last thousand, and what is under way at the very limit can pass it; the next is refused.
 */
@Injectable()
export class PlanRecordQuota extends RecordQuota implements QuotaMeter {
  readonly name = 'records';
  private readonly counts = new Map<string, Count>();

  constructor(
    @Inject(RecordCounts) private readonly records: Pick<RecordCounts, 'read'>,
    private readonly limits: LimitsConfig,
    private readonly clock: Clock,
    meters: QuotaMeters,
  ) {
    super();
    meters.add(this);
  }

  limit(): number | undefined {
    return this.limits.quotaOf(this.name, currentTenant().plan);
  }

  used(): Promise<number> {
    return this.records.read();
  }

  async admit(
    resource: Pick<ResourceDescriptor<RecordEntity>, 'published' | 'administrative'>,
    count = 1,
  ): Promise<void> {
    const limit = this.limit();
    if (limit === undefined || !resource.published || resource.administrative === true) return;
    const { id } = currentTenant();
    const now = this.clock.milliseconds();
    // What is rolled back in the end takes no place.
    const taken = currentContext().dryRun === true ? 0 : count;
    const known = this.counts.get(id);
    if (known !== undefined && known.until > now && known.used + count + NEAR <= limit) {
      known.used += taken;
      return;
    }
    const used = await this.used();
    if (used + count > limit) throw new QuotaExceededError(this.name, limit, used);
    if (this.counts.size >= CACHE_SIZE) this.counts.clear();
    this.counts.set(id, { used: used + taken, until: now + TRUST_MILLISECONDS });
  }
}
