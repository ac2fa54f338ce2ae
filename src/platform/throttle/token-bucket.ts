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

/** What a request wants of one bucket. */
export interface BucketDemand {
  readonly key: string;
  readonly policy: BucketPolicy;
  /** Tokens; 0 only looks. */
  readonly cost: number;
}

/** One decision over one or more buckets. */
export interface Admission {
  readonly allowed: boolean;
  /** Milliseconds to wait before the request runs: the longest of its buckets, at most 6,000. */
  readonly waitMs: number;
  /** Seconds after which a request runs without waiting; only when not allowed. */
  readonly retryAfterSeconds?: number;
  /** In the order of the demands; each says whether it would have allowed by itself. */
  readonly buckets: readonly BucketResult[];
}

/** What to do while the store that all processes share does not answer: let each process count alone, or answer 503. */
export type WhenAway = 'count-locally' | 'refuse';

export abstract class TokenBucketStore {
  /**
   * Takes from every bucket, or from none of them when one does not allow it. Keys of several buckets begin with the
   * same `{hash tag}`, so that a cluster keeps them together.
   *
   * @throws {UnavailableError} 503 when the store is away and `whenAway` is `refuse`
   */
  abstract takeAll(demands: readonly BucketDemand[], whenAway?: WhenAway): Promise<Admission>;

  /** Takes `cost` tokens from the bucket of `key`, or none at all when that is not allowed. */
  async take(key: string, policy: BucketPolicy, cost = 1, whenAway?: WhenAway): Promise<BucketResult> {
    const [result] = (await this.takeAll([{ key, policy, cost }], whenAway)).buckets;
    if (result === undefined) throw new Error('A bucket was asked and did not answer');
    return result;
  }
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

function refill(state: BucketState | undefined, policy: BucketPolicy, now: number): BucketState {
  if (state === undefined) return { tokens: policy.capacity, at: now };
  const at = Math.max(now, state.at);
  const tokens = Math.min(policy.capacity, state.tokens + (at - state.at) * tokensPerMillisecond(policy));
  return { tokens, at };
}

/**
 * Refills the buckets up to `now` and takes the tokens when all allow it, in the order of operations that the Redis
 * script has too. `states` are in the order of the demands.
 */
export function decideAll(
  states: readonly (BucketState | undefined)[],
  demands: readonly BucketDemand[],
  now: number,
): BucketDecision[] {
  const decisions = demands.map(({ policy, cost }, index) => {
    const { tokens, at } = refill(states[index], policy, now);
    const allowed = tokens - cost >= 0 || tokens - cost >= -deepestDebt(policy);
    return { allowed, tokens, at };
  });
  if (!decisions.every(({ allowed }) => allowed)) return decisions;
  return decisions.map((decision, index) => ({
    ...decision,
    tokens: decision.tokens - (demands[index]?.cost ?? 0),
  }));
}

/** What the caller is told of the decisions on its demands, in their order. Runs with every request. */
export function describeAdmission(
  decisions: readonly BucketDecision[],
  demands: readonly BucketDemand[],
): Admission {
  const buckets: BucketResult[] = [];
  let allowed = true;
  let waitMs = 0;
  let retryAfterSeconds = 1;
  for (const [index, decision] of decisions.entries()) {
    const demand = demands[index];
    if (demand === undefined) continue;
    const bucket = describeDecision(decision, demand.policy, demand.cost);
    buckets.push(bucket);
    allowed &&= bucket.allowed;
    waitMs = Math.max(waitMs, bucket.waitMs);
    retryAfterSeconds = Math.max(retryAfterSeconds, bucket.retryAfterSeconds ?? 1);
  }
  return allowed ? { allowed, waitMs, buckets } : { allowed, waitMs: 0, retryAfterSeconds, buckets };
}

/** Of a bucket that would allow while another does not, nothing was taken. */
function describeDecision(decision: BucketDecision, policy: BucketPolicy, cost: number): BucketResult {
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
