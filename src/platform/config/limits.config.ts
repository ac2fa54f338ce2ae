import type { EnvironmentReader } from './environment-reader.js';

export const PLANS = ['free', 'pro', 'enterprise', 'unmetered'] as const;
export type Plan = (typeof PLANS)[number];

/** The plan a tenant has; one that this build does not know counts as the smallest. */
export function planOf(name: string): Plan {
  return PLANS.find((plan) => plan === name) ?? 'free';
}

export class LimitsConfig {
  /** The plan of newly registered tenants. */
  readonly defaultPlan: Plan;
  /** Requests a minute and tenant; `unmetered` has none. */
  readonly requestsPerMinute: Readonly<Record<Exclude<Plan, 'unmetered'>, number>>;
  /** Requests over the limit that may wait their turn. */
  readonly burstQueue: number;
  /** Anonymous requests (login, refresh) a minute and address. */
  readonly anonymousPerMinute: number;
  /** Registrations an hour and address: each creates a database. */
  readonly registrationsPerHour: number;
  /** Logins a minute to one account from one address, whether they succeed or not. */
  readonly loginsPerAccount: number;
  /** Logins an hour to one account from all addresses together that it has not logged in from before. */
  readonly guessesPerAccount: number;
  /** Passwords that a process hashes or compares at one time: each takes a core for milliseconds, and 19 MiB. */
  readonly passwordsAtOnce: number;
  /** Passwords that may wait for that; the next is answered 503. */
  readonly passwordsWaiting: number;

  constructor(reader: EnvironmentReader) {
    const rate = { minimum: 1, maximum: 10_000_000 };
    this.defaultPlan = reader.oneOf('DEFAULT_PLAN', PLANS, 'free');
    this.requestsPerMinute = {
      free: reader.integer('RATE_LIMIT_FREE', 100, rate),
      pro: reader.integer('RATE_LIMIT_PRO', 1_000, rate),
      enterprise: reader.integer('RATE_LIMIT_ENTERPRISE', 10_000, rate),
    };
    this.burstQueue = reader.integer('BURST_QUEUE', 10, { minimum: 0, maximum: 100 });
    this.anonymousPerMinute = reader.integer('RATE_LIMIT_ANONYMOUS', 60, rate);
    this.registrationsPerHour = reader.integer(
      'REGISTRATIONS_PER_HOUR',
      reader.production ? 10 : 1_000,
      rate,
    );
    this.loginsPerAccount = reader.integer('LOGINS_PER_ACCOUNT', 10, rate);
    this.guessesPerAccount = reader.integer('GUESSES_PER_ACCOUNT', 50, rate);
    this.passwordsAtOnce = reader.integer('PASSWORDS_AT_ONCE', 2, { minimum: 1, maximum: 128 });
    this.passwordsWaiting = reader.integer('PASSWORDS_WAITING', 100, { minimum: 0, maximum: 100_000 });
  }
}
