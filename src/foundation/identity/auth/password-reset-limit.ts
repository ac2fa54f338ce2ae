import { Injectable } from '@nestjs/common';
import { RateLimitError } from '../../../kernel/errors.js';
import { LimitsConfig } from '../../../platform/config/limits.config.js';
import { findContext } from '../../../platform/context/request-context.js';
import { networkOf } from '../../../platform/throttle/network-of.js';
import { TokenBucketStore } from '../../../platform/throttle/token-bucket.js';

/** Bounds what strangers can do to an account with its address alone. */
@Injectable()
export class PasswordResetLimit {
  constructor(
    private readonly buckets: TokenBucketStore,
    private readonly limits: LimitsConfig,
  ) {}

  /** From one address; counted whether there is such an account or not. @throws {RateLimitError} 429 */
  async takeRequest(account: string): Promise<void> {
    const perMinute = this.limits.loginsPerAccount;
    const network = networkOf(findContext()?.address ?? '');
    const result = await this.buckets.take(`forgot:${account.toLowerCase()}:${network}`, {
      capacity: perMinute,
      refillPerMinute: perMinute,
      burstQueue: 0,
    });
    if (!result.allowed) throw new RateLimitError(result.retryAfterSeconds ?? 1);
  }

  /** From all addresses. False: enough mails for now; the link that was sent last goes on working. */
  async takeMail(userId: string): Promise<boolean> {
    const perHour = this.limits.resetMailsPerAccount;
    const policy = { capacity: perHour, refillPerMinute: perHour / 60, burstQueue: 0 };
    return (await this.buckets.take(`reset-mails:${userId}`, policy)).allowed;
  }
}
