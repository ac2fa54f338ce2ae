import type { Clock } from '../../kernel/clock.js';
import { decide, describeDecision, tokensPerMillisecond, TokenBucketStore } from './token-bucket.js';
import type { BucketPolicy, BucketResult } from './token-bucket.js';

interface Bucket {
  readonly tokens: number;
  readonly at: number;
  /** When it is full again, in Unix milliseconds: from then on it says nothing that a new one would not say. */
  readonly fullAt: number;
}

const EVICTION_SCAN = 16;

/**
 * Buckets of this process. The map is bounded: full buckets go first, then the one not used for the longest time
 * (which then starts anew, so the bound should exceed the callers of a minute).
 */
export class MemoryTokenBucketStore extends TokenBucketStore {
  private readonly buckets = new Map<string, Bucket>();

  constructor(
    private readonly clock: Clock,
    private readonly maximumBuckets = 50_000,
  ) {
    super();
  }

  get size(): number {
    return this.buckets.size;
  }

  override take(key: string, policy: BucketPolicy, cost = 1): Promise<BucketResult> {
    const now = this.clock.milliseconds();
    const decision = decide(this.buckets.get(key), policy, cost, now);
    const { tokens, at } = decision;
    this.buckets.delete(key);
    if (this.buckets.size >= this.maximumBuckets) this.evict(now);
    const fullAt = at + (policy.capacity - tokens) / tokensPerMillisecond(policy);
    this.buckets.set(key, { tokens, at, fullAt });
    return Promise.resolve(describeDecision(decision, policy, cost));
  }

  /** Looks at the few buckets that rested longest, so that one request never pays for the whole map. */
  private evict(now: number): void {
    let scanned = 0;
    let oldest: string | undefined;
    let evicted = false;
    for (const [key, bucket] of this.buckets) {
      oldest ??= key;
      if (bucket.fullAt <= now) {
        this.buckets.delete(key);
        evicted = true;
      }
      scanned += 1;
      if (scanned >= EVICTION_SCAN) break;
    }
    if (!evicted && oldest !== undefined) this.buckets.delete(oldest);
  }
}
