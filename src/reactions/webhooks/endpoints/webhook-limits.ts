/** How many custom headers, and how long their values. */
export const HEADERS = { maxItems: 20, max: 2_048 } as const;

/** Requests a minute. */
export const RATE_LIMIT = { min: 1, max: 60_000 } as const;

/** Seconds before an attempt, and how many attempts. */
export const RETRY_SCHEDULE = { minItems: 1, maxItems: 20, min: 0, max: 86_400 } as const;

/** Hours for which a secret that was replaced still signs. */
export const OVERLAP_HOURS = { min: 0, max: 168 } as const;
export const DEFAULT_OVERLAP_HOURS = 24;

/** Of one endpoint at one time, the current one included. */
export const MOST_SECRETS = 3;
