import { Injectable } from '@nestjs/common';
import { RateLimitError } from '../../../kernel/errors.js';
import { LimitsConfig } from '../../../platform/config/limits.config.js';
import { currentTenant } from '../../../platform/context/request-context.js';
import { TokenBucketStore } from '../../../platform/throttle/token-bucket.js';

/** Bounds the mails that a tenant can have sent to people who never asked for one. */
@Injectable()
export class InvitationLimit {
  constructor(
    private readonly buckets: TokenBucketStore,
    private readonly limits: LimitsConfig,
  ) {}

  /** @throws {RateLimitError} 429 */
  async take(): Promise<void> {
    const perHour = this.limits.invitationsPerHour;
    const policy = { capacity: perHour, refillPerMinute: perHour / 60, burstQueue: 0 };
    const result = await this.buckets.take(`invitations:${currentTenant().id}`, policy);
    if (!result.allowed) throw new RateLimitError(result.retryAfterSeconds ?? 1);
  }
}
