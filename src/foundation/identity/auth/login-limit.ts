import { Injectable } from '@nestjs/common';
import { RateLimitError } from '../../../kernel/errors.js';
import { LimitsConfig } from '../../../platform/config/limits.config.js';
import { findContext } from '../../../platform/context/request-context.js';
import { sha256Hex } from '../../../platform/crypto/index.js';
import { networkOf } from '../../../platform/throttle/network-of.js';
import { type BucketPolicy, TokenBucketStore } from '../../../platform/throttle/token-bucket.js';
import { KnownAddresses } from './known-addresses.js';

/**
 * Bounds the guesses at one account, before any work on the password: from one address, and from all addresses
 * together that the account has not logged in from before. So many guessers do not get in, and do not lock the owner
 * out of the places the owner is known at. A name that nobody has is limited just the same.
 */
@Injectable()
export class LoginLimit {
  private readonly fromOneAddress: BucketPolicy;
  private readonly fromStrangers: BucketPolicy;

  constructor(
    private readonly buckets: TokenBucketStore,
    private readonly known: KnownAddresses,
    limits: LimitsConfig,
  ) {
    const perMinute = limits.loginsPerAccount;
    const perHour = limits.guessesPerAccount;
    this.fromOneAddress = { capacity: perMinute, refillPerMinute: perMinute, burstQueue: 0 };
    this.fromStrangers = { capacity: perHour, refillPerMinute: perHour / 60, burstQueue: 0 };
  }

  /** @throws {RateLimitError} 429 */
  async take(given: string): Promise<void> {
    const network = networkOf(findContext()?.address ?? '');
    const { account, isKnown } = await this.known.find(given, network);
    // Hashed: the store of the limits is no place for people's addresses.
    const name = `{login:${sha256Hex(account)}}`;
    const demands = [{ key: `${name}:${network}`, policy: this.fromOneAddress, cost: 1 }];
    // Taken before the guess, because guesses that come at once must not all be let in before the first has failed.
    if (!isKnown) demands.push({ key: `${name}:strangers`, policy: this.fromStrangers, cost: 1 });
    const { allowed, retryAfterSeconds } = await this.buckets.takeAll(demands);
    if (!allowed) throw new RateLimitError(retryAfterSeconds ?? 1);
  }
}
