import { Injectable } from '@nestjs/common';
import { currentContext, currentTenant } from '../../platform/context/request-context.js';
import { QuotaMeters } from '../../platform/quota/quota-meters.js';
import { RateLimits } from '../../platform/throttle/rate-limits.js';
import type { QuotaUsageDto } from './dto/quota-usage.dto.js';
import type { RateLimitUsageDto } from './dto/rate-limit-usage.dto.js';
import type { UsageDto } from './dto/usage.dto.js';

/** What the caller's tenant may do and have, and what is left of it. */
@Injectable()
export class UsageService {
  constructor(
    private readonly limits: RateLimits,
    private readonly meters: QuotaMeters,
  ) {}

  async read(): Promise<UsageDto> {
    const rateLimits = await this.rateLimits();
    return { plan: currentTenant().plan, rateLimits, quotas: await this.quotas() };
  }

  private async rateLimits(): Promise<RateLimitUsageDto[]> {
    const { demands, admission } = await this.limits.peek(currentTenant(), currentContext().rateLimit);
    return demands.flatMap(({ policy }, index) => {
      const result = admission.buckets[index];
      if (result === undefined) return [];
      return {
        name: policy.name,
        requestsPerMinute: policy.refillPerMinute,
        burst: policy.burstQueue,
        remaining: result.remaining,
        resetAt: new Date(result.resetAt * 1_000).toISOString(),
      };
    });
  }

  private async quotas(): Promise<QuotaUsageDto[]> {
    const quotas: QuotaUsageDto[] = [];
    // One after another: a tenant's connections are few, and nobody waits for this.
    for (const meter of this.meters.list()) {
      quotas.push({ name: meter.name, limit: meter.limit() ?? null, used: await meter.used() });
    }
    return quotas;
  }
}
