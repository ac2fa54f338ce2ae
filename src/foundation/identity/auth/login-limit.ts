import { Injectable } from '@nestjs/common';
import { RateLimitError } from '../../../kernel/errors.js';
import { LimitsConfig } from '../../../platform/config/limits.config.js';
import { findContext } from '../../../platform/context/request-context.js';
import { TokenBucketStore } from '../../../platform/throttle/token-bucket.js';

/** Bounds the guesses at one account from one address; the owner elsewhere is not locked out by them. */
@Injectable()
export class LoginLimit {
  constructor(
    private readonly buckets: TokenBucketStore,
    private readonly limits: LimitsConfig,
  ) {}

  /** @throws {RateLimitError} 429 */
  async take(account: string): Promise<void> {
    const perMinute = this.limits.loginsPerAccount;
    const address = findContext()?.address ?? '';
    const result = await this.buckets.take(`login:${account.toLowerCase()}:${address}`, {
      capacity: perMinute,
      refillPerMinute: perMinute,
      burstQueue: 0,
    });
    if (!result.allowed) throw new RateLimitError(result.retryAfterSeconds ?? 1);
  }
}
