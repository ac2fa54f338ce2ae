/** How much a caller may do. */
export interface BucketPolicy {
  /** Tokens a full bucket holds: the requests that may come at once. */
  readonly capacity: number;
  /** Tokens that flow in per minute. */
  readonly refillPerMinute: number;
  /** Tokens a caller may be in debt: requests over the limit that wait for their turn. 0 = none wait. */
  readonly burstQueue: number;
}

export interface BucketResult {
  readonly allowed: boolean;
  /** Milliseconds to wait before the request runs: 0 within the limit, at most 6,000. */
  readonly waitMs: number;
  readonly limit: number;
  /** Whole tokens left, never negative. */
  readonly remaining: number;
  /** Unix seconds at which the bucket is full again, rounded up. */
  readonly resetAt: number;
  /** Seconds after which a request runs without waiting; only when not allowed. */
  readonly retryAfterSeconds?: number;
}

export abstract class TokenBucketStore {
  /** Takes `cost` tokens from the bucket of `key`, or none at all when that is not allowed. */
  abstract take(key: string, policy: BucketPolicy, cost?: number): Promise<BucketResult>;
}

export const LONGEST_WAIT_MS = 6_000;

/** Tokens at a time in Unix milliseconds; below zero is debt. */
export interface BucketState {
  readonly tokens: number;
  readonly at: number;
}

export interface BucketDecision extends BucketState {
  readonly allowed: boolean;
}

export function tokensPerMillisecond(policy: BucketPolicy): number {
  return policy.refillPerMinute / 60_000;
}

/** The deepest debt whose wait is still bearable. The tolerance absorbs the rounding of the rate. */
export function deepestDebt(policy: BucketPolicy): number {
  return Math.min(policy.burstQueue, tokensPerMillisecond(policy) * LONGEST_WAIT_MS + 1e-6);
}

/** Refills the bucket up to `now` and takes the tokens, in the order of operations that the Redis script has too. */
export function decide(
  state: BucketState | undefined,
  policy: BucketPolicy,
  cost: number,
  now: number,
): BucketDecision {
  const at = state === undefined ? now : Math.max(now, state.at);
  const tokens =
    state === undefined
      ? policy.capacity
      : Math.min(policy.capacity, state.tokens + (at - state.at) * tokensPerMillisecond(policy));
  const allowed = tokens - cost >= 0 || tokens - cost >= -deepestDebt(policy);
  return { allowed, tokens: allowed ? tokens - cost : tokens, at };
}

/** What the caller is told of a decision. */
export function describeDecision(decision: BucketDecision, policy: BucketPolicy, cost: number): BucketResult {
  const rate = tokensPerMillisecond(policy);
  const facts = {
    allowed: decision.allowed,
    limit: policy.capacity,
    remaining: Math.max(0, Math.floor(decision.tokens)),
    resetAt: Math.ceil((decision.at + (policy.capacity - decision.tokens) / rate) / 1000),
  };
  if (decision.allowed) {
    const waitMs = Math.min(LONGEST_WAIT_MS, Math.ceil(Math.max(0, -decision.tokens) / rate));
    return { ...facts, waitMs };
  }
  const missing = Math.min(cost, policy.capacity) - decision.tokens;
  return { ...facts, waitMs: 0, retryAfterSeconds: Math.max(1, Math.ceil(missing / rate / 1000)) };
}
