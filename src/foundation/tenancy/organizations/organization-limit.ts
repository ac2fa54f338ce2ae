import { Injectable } from '@nestjs/common';
import { RateLimitError } from '../../../kernel/errors.js';
import { LimitsConfig } from '../../../platform/config/limits.config.js';
import { findContext } from '../../../platform/context/request-context.js';
import { networkOf } from '../../../platform/throttle/network-of.js';
import { TokenBucketStore } from '../../../platform/throttle/token-bucket.js';

/** Each organization is a database: they are limited per person, and per address together with registrations. */
@Injectable()
export class OrganizationLimit {
  constructor(
    private readonly buckets: TokenBucketStore,
    private readonly limits: LimitsConfig,
  ) {}

  /** @throws {RateLimitError} 429 */
  async take(userId: string): Promise<void> {
    const perHour = this.limits.registrationsPerHour;
    const policy = { capacity: perHour, refillPerMinute: perHour / 60, burstQueue: 0 };
    const network = networkOf(findContext()?.address ?? '');
    for (const key of [`organizations:${userId}`, `register:${network}`]) {
      const result = await this.buckets.take(key, policy);
      if (!result.allowed) throw new RateLimitError(result.retryAfterSeconds ?? 1);
    }
  }
}
