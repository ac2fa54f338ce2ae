/** Two buckets are the window that the breaker looks at: five minutes at most, half of it at least. */
export const HEALTH_BUCKET_MILLISECONDS = 150_000;

const LEAST_RESULTS = 10;
const OPENS_AT_SHARE = 0.7;
const LONGEST_OPEN_FACTOR = 20;
const LEAST_FAILURES_TO_DISABLE = 20;

/** What deliveries have taught about an endpoint. */
export interface EndpointHealth {
  readonly bucketStartedAt: Date | null;
  readonly successes: number;
  readonly failures: number;
  readonly earlierSuccesses: number;
  readonly earlierFailures: number;
  /** Until then nothing is sent. */
  readonly openUntil: Date | null;
  readonly openedTimes: number;
  /** Requests that may be in flight while it recovers; null for as many as to any endpoint. */
  readonly slots: number | null;
  /** The first failure after the last success. */
  readonly failingSince: Date | null;
  /** Failed attempts since the last success. */
  readonly failedAttempts: number;
  readonly lastSuccessAt: Date | null;
  readonly lastFailureAt: Date | null;
  readonly warnedAt: Date | null;
}

/** What some attempts came to. */
export interface AttemptTally {
  readonly successes: number;
  readonly failures: number;
  /** Whether a test is among the successes: it went out whatever the breaker said. */
  readonly isTestedWell?: boolean;
}

export interface HealthRules {
  /** Requests that may be in flight to an endpoint that is well. */
  readonly slots: number;
  /** How long the breaker stays open the first time; each time after that twice as long, up to twenty times. */
  readonly openMilliseconds: number;
  /** How long an endpoint may go without any success. */
  readonly disableAfterMilliseconds: number;
}

export type HealthVerdict = 'none' | 'warn' | 'disable';

export const UNKNOWN_HEALTH: EndpointHealth = {
  bucketStartedAt: null,
  successes: 0,
  failures: 0,
  earlierSuccesses: 0,
  earlierFailures: 0,
  openUntil: null,
  openedTimes: 0,
  slots: null,
  failingSince: null,
  failedAttempts: 0,
  lastSuccessAt: null,
  lastFailureAt: null,
  warnedAt: null,
};

/** An endpoint's health after some more attempts, and what is to be done about it. */
export function nextHealth(
  before: EndpointHealth,
  tally: AttemptTally,
  now: Date,
  rules: HealthRules,
): { readonly health: EndpointHealth; readonly verdict: HealthVerdict } {
  const counted = withRun(withCounts(before, tally, now), tally, now);
  const health = withBreaker(counted, tally, now, rules);
  const verdict = verdictOn(health, now, rules);
  return { health: verdict === 'warn' ? { ...health, warnedAt: now } : health, verdict };
}

function withCounts(health: EndpointHealth, tally: AttemptTally, now: Date): EndpointHealth {
  const age = health.bucketStartedAt === null ? Infinity : now.getTime() - health.bucketStartedAt.getTime();
  const { successes, failures } = tally;
  if (age < HEALTH_BUCKET_MILLISECONDS) {
    return { ...health, successes: health.successes + successes, failures: health.failures + failures };
  }
  const isNear = age < 2 * HEALTH_BUCKET_MILLISECONDS;
  return {
    ...health,
    bucketStartedAt: now,
    successes,
    failures,
    earlierSuccesses: isNear ? health.successes : 0,
    earlierFailures: isNear ? health.failures : 0,
  };
}

function withRun(health: EndpointHealth, { successes, failures }: AttemptTally, now: Date): EndpointHealth {
  const lastFailureAt = failures > 0 ? now : health.lastFailureAt;
  if (successes > 0) {
    return {
      ...health,
      lastFailureAt,
      lastSuccessAt: now,
      failingSince: null,
      failedAttempts: 0,
      warnedAt: null,
    };
  }
  const failedAttempts = health.failedAttempts + failures;
  return { ...health, lastFailureAt, failingSince: health.failingSince ?? now, failedAttempts };
}

function withBreaker(
  health: EndpointHealth,
  { successes, failures, isTestedWell = false }: AttemptTally,
  now: Date,
  rules: HealthRules,
): EndpointHealth {
  // What was in flight when it opened says nothing new; a test that has come through since is as good as the probe.
  if (health.openUntil !== null && health.openUntil > now)
    return isTestedWell ? { ...widened(health, rules), openUntil: null } : health;
  if (health.slots !== null) {
    if (successes === 0) return opened(health, now, rules);
    return failures > 0 ? health : widened(health, rules);
  }
  const failed = health.failures + health.earlierFailures;
  const all = failed + health.successes + health.earlierSuccesses;
  return all >= LEAST_RESULTS && failed / all >= OPENS_AT_SHARE ? opened(health, now, rules) : health;
}

function widened(health: EndpointHealth, rules: HealthRules): EndpointHealth {
  const slots = 2 * (health.slots ?? 1);
  return slots < rules.slots ? { ...health, slots } : closed(health);
}

function opened(health: EndpointHealth, now: Date, rules: HealthRules): EndpointHealth {
  const factor = Math.min(2 ** health.openedTimes, LONGEST_OPEN_FACTOR);
  const openUntil = new Date(now.getTime() + factor * rules.openMilliseconds);
  return { ...withoutCounts(health), openUntil, openedTimes: health.openedTimes + 1, slots: 1 };
}

function closed(health: EndpointHealth): EndpointHealth {
  return { ...withoutCounts(health), openUntil: null, openedTimes: 0, slots: null };
}

function withoutCounts(health: EndpointHealth): EndpointHealth {
  return {
    ...health,
    bucketStartedAt: null,
    successes: 0,
    failures: 0,
    earlierSuccesses: 0,
    earlierFailures: 0,
  };
}

function verdictOn(health: EndpointHealth, now: Date, rules: HealthRules): HealthVerdict {
  if (health.failingSince === null) return 'none';
  const failingFor = now.getTime() - health.failingSince.getTime();
  const { disableAfterMilliseconds } = rules;
  if (failingFor >= disableAfterMilliseconds && health.failedAttempts >= LEAST_FAILURES_TO_DISABLE)
    return 'disable';
  const isHalfWay =
    failingFor >= disableAfterMilliseconds / 2 && health.failedAttempts >= LEAST_FAILURES_TO_DISABLE / 2;
  return isHalfWay && health.warnedAt === null ? 'warn' : 'none';
}
