import type { BucketPolicy, BucketResult } from './token-bucket.js';

export interface NamedBucketPolicy extends BucketPolicy {
  /** How the policy is called in `RateLimit` and `RateLimit-Policy`: letters, digits, `-`. */
  readonly name: string;
}

/**
 * The figures of a bucket: `X-RateLimit-*`, and `RateLimit`/`RateLimit-Policy` in the structured form of
 * draft-ietf-httpapi-ratelimit-headers (`"tenant";r=50;t=30`, `"tenant";q=100;w=60`). `nowSeconds` in Unix seconds.
 */
export function rateLimitHeaders(
  result: BucketResult,
  policy: NamedBucketPolicy,
  nowSeconds: number,
): Record<string, string> {
  const untilReset = Math.max(0, result.resetAt - Math.floor(nowSeconds));
  const window = Math.ceil((policy.capacity / policy.refillPerMinute) * 60);
  return {
    'X-RateLimit-Limit': String(result.limit),
    'X-RateLimit-Remaining': String(result.remaining),
    'X-RateLimit-Reset': String(result.resetAt),
    RateLimit: `"${policy.name}";r=${result.remaining};t=${untilReset}`,
    'RateLimit-Policy': `"${policy.name}";q=${result.limit};w=${window}`,
  };
}
