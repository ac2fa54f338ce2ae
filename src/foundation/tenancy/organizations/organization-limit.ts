import { Injectable } from '@nestjs/common';
import { RateLimitError } from '../../../kernel/errors.js';
import { LimitsConfig } from '../../../platform/config/limits.config.js';
import { findContext } from '../../../platform/context/request-context.js';
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
    for (const key of [`organizations:${userId}`, `register:${findContext()?.address ?? ''}`]) {
      const result = await this.buckets.take(key, policy);
      if (!result.allowed) throw new RateLimitError(result.retryAfterSeconds ?? 1);
    }
  }
}
