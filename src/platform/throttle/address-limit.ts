import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { RateLimitError } from '../../kernel/errors.js';
import { LimitsConfig } from '../config/limits.config.js';
import { networkOf } from './network-of.js';
import type { NamedBucketPolicy } from './rate-limit-headers.js';
import { type BucketResult, TokenBucketStore, type WhenAway } from './token-bucket.js';

const CAPACITY = 10_000;

/** How long the one request that is let through to look for a token keeps the others waiting. */
const PROBE_MILLISECONDS = 1_000;

interface Flood {
  readonly result: BucketResult;
  /** Unix milliseconds until which its bucket holds no token. */
  readonly until: number;
  probeUntil: number;
}

/**
 * The limit of callers whose tenant is not known: logins, and whatever is refused before anybody is. An address that
 * has used it up is remembered in this process until a token is there again, so that a flood costs neither
 * authentication nor a round trip.
 */
@Injectable()
export class AddressLimit {
  readonly policy: NamedBucketPolicy;
  private readonly floods = new Map<string, Flood>();

  constructor(
    private readonly buckets: TokenBucketStore,
    private readonly clock: Clock,
    limits: LimitsConfig,
  ) {
    const perMinute = limits.anonymousPerMinute;
    this.policy = { name: 'address', capacity: perMinute, refillPerMinute: perMinute, burstQueue: 0 };
  }

  /** @throws {UnavailableError} 503 when the store is away and `whenAway` is `refuse` */
  async take(address: string | undefined, whenAway?: WhenAway): Promise<BucketResult> {
    const network = networkOf(address ?? '');
    const flood = this.floods.get(network);
    const left = (flood?.until ?? 0) - this.clock.milliseconds();
    if (flood !== undefined && left > 0)
      return { ...flood.result, allowed: false, retryAfterSeconds: Math.ceil(left / 1_000) };
    const result = await this.buckets.take(`${this.policy.name}:${network}`, this.policy, 1, whenAway);
    if (result.remaining === 0) this.remember(network, result);
    else this.floods.delete(network);
    return result;
  }

  /**
   * Call it before work on credentials that nobody has vouched for yet. It asks nothing and takes nothing. Where a
   * token may be there again it lets one request through to find out.
   *
   * @throws {RateLimitError} 429 while the address floods
   */
  refuseFlood(address: string | undefined): void {
    const flood = this.floods.get(networkOf(address ?? ''));
    if (flood === undefined) return;
    const now = this.clock.milliseconds();
    const left = Math.max(flood.until, flood.probeUntil) - now;
    if (left > 0) throw new RateLimitError(Math.ceil(left / 1_000));
    flood.probeUntil = now + PROBE_MILLISECONDS;
  }

  private remember(network: string, result: BucketResult): void {
    const [oldest] = this.floods.keys();
    if (this.floods.size >= CAPACITY && oldest !== undefined) this.floods.delete(oldest);
    const perToken = 60 / this.policy.refillPerMinute;
    const until = this.clock.milliseconds() + (result.retryAfterSeconds ?? perToken) * 1_000;
    this.floods.set(network, { result, until, probeUntil: 0 });
  }
}
