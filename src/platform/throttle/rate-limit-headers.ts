import type { BucketPolicy, BucketResult } from './token-bucket.js';

export interface NamedBucketPolicy extends BucketPolicy {
  /** How the policy is called in `RateLimit` and `RateLimit-Policy`: letters, digits, `-`. */
  readonly name: string;
}

/** A bucket that counted, and the policy it counts by. */
export interface CountedBucket {
  readonly policy: NamedBucketPolicy;
  readonly result: BucketResult;
}

/** The one that ends first: the one that refused, else the one with the fewest tokens left. */
function tightest(buckets: readonly CountedBucket[]): CountedBucket | undefined {
  let fewest: CountedBucket | undefined;
  for (const bucket of buckets) {
    if (!bucket.result.allowed) return bucket;
    if (fewest === undefined || bucket.result.remaining < fewest.result.remaining) fewest = bucket;
  }
  return fewest;
}

function windowSeconds({ capacity, refillPerMinute }: BucketPolicy): number {
  return Math.ceil((capacity / refillPerMinute) * 60);
}

/**
 * The figures of the buckets that counted: `X-RateLimit-*` of the tightest, and `RateLimit`/`RateLimit-Policy` of all
 * in the structured form of draft-ietf-httpapi-ratelimit-headers (`"tenant";r=50;t=30, "key";r=3;t=10`,
 * `"tenant";q=100;w=60, "key";q=10;w=60`). `nowSeconds` in Unix seconds.
 */
export function rateLimitHeaders(
  buckets: readonly CountedBucket[],
  nowSeconds: number,
): Record<string, string> {
  const shown = tightest(buckets);
  if (shown === undefined) return {};
  const untilReset = ({ resetAt }: BucketResult) => Math.max(0, resetAt - Math.floor(nowSeconds));
  const list = (item: (bucket: CountedBucket) => string) => buckets.map(item).join(', ');
  return {
    'X-RateLimit-Limit': String(shown.result.limit),
    'X-RateLimit-Remaining': String(shown.result.remaining),
    'X-RateLimit-Reset': String(shown.result.resetAt),
    RateLimit: list(({ policy, result }) => `"${policy.name}";r=${result.remaining};t=${untilReset(result)}`),
    'RateLimit-Policy': list(
      ({ policy, result }) => `"${policy.name}";q=${result.limit};w=${windowSeconds(policy)}`,
    ),
  };
}
