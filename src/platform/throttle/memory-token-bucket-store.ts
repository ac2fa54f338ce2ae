import type { Clock } from '../../kernel/clock.js';
import { decideAll, describeAdmission, tokensPerMillisecond, TokenBucketStore } from './token-bucket.js';
import type { Admission, BucketDemand, BucketPolicy, BucketState } from './token-bucket.js';

interface Bucket extends BucketState {
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

  override takeAll(demands: readonly BucketDemand[]): Promise<Admission> {
    const now = this.clock.milliseconds();
    const decisions = decideAll(
      demands.map(({ key }) => this.buckets.get(key)),
      demands,
      now,
    );
    demands.forEach(({ key, policy }, index) => {
      const decision = decisions[index];
      if (decision !== undefined) this.keep(key, policy, decision, now);
    });
    return Promise.resolve(describeAdmission(decisions, demands));
  }

  private keep(key: string, policy: BucketPolicy, { tokens, at }: BucketState, now: number): void {
    this.buckets.delete(key);
    if (this.buckets.size >= this.maximumBuckets) this.evict(now);
    const fullAt = at + (policy.capacity - tokens) / tokensPerMillisecond(policy);
    this.buckets.set(key, { tokens, at, fullAt });
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
