import type { EnvironmentReader } from './environment-reader.js';

export const PLANS = ['free', 'pro', 'enterprise', 'unmetered'] as const;
export type Plan = (typeof PLANS)[number];

/** The plan a tenant has; one that this build does not know counts as the smallest. */
export function planOf(name: string): Plan {
  return PLANS.find((plan) => plan === name) ?? 'free';
}

/** What plans hold only so much of. */
export const QUOTAS = ['records', 'storageBytes', 'webhooks'] as const;
export type QuotaName = (typeof QUOTAS)[number];

type MeteredPlan = Exclude<Plan, 'unmetered'>;

const MEBIBYTE = 1024 * 1024;

export class LimitsConfig {
  /** The plan of newly registered tenants. */
  readonly defaultPlan: Plan;
  /** Requests a minute and tenant; `unmetered` has none. */
  readonly requestsPerMinute: Readonly<Record<MeteredPlan, number>>;
  /** Requests over the limit that may wait their turn. */
  readonly burstQueue: number;
  /** Anonymous requests (login, refresh) a minute and address. */
  readonly anonymousPerMinute: number;
  /** Requests for what is public a minute and address, counted apart from logins. */
  readonly readsPerMinute: number;
  /** Registrations an hour and address: each creates a database. */
  readonly registrationsPerHour: number;
  /** Logins a minute to one account from one address, whether they succeed or not. */
  readonly loginsPerAccount: number;
  /** Mails an hour that anybody can have sent to one account by saying that its password is forgotten. */
  readonly resetMailsPerAccount: number;
  /** Invitations an hour and tenant, repeated ones included: each is a mail to whomever it likes. */
  readonly invitationsPerHour: number;
  /** Logins an hour to one account from all addresses together that it has not logged in from before. */
  readonly guessesPerAccount: number;
  /** Passwords that a process hashes or compares at one time: each takes a core for milliseconds, and 19 MiB. */
  readonly passwordsAtOnce: number;
  /** Passwords that may wait for that; the next is answered 503. */
  readonly passwordsWaiting: number;
  private readonly quotas: Readonly<Record<QuotaName, Readonly<Record<MeteredPlan, number>>>>;

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
    this.readsPerMinute = reader.integer('RATE_LIMIT_PUBLIC', 300, rate);
    this.registrationsPerHour = reader.integer(
      'REGISTRATIONS_PER_HOUR',
      reader.production ? 10 : 1_000,
      rate,
    );
    this.loginsPerAccount = reader.integer('LOGINS_PER_ACCOUNT', 10, rate);
    this.resetMailsPerAccount = reader.integer('RESET_MAILS_PER_ACCOUNT', 5, rate);
    this.invitationsPerHour = reader.integer('INVITATIONS_PER_HOUR', 100, rate);
    this.guessesPerAccount = reader.integer('GUESSES_PER_ACCOUNT', 50, rate);
    this.passwordsAtOnce = reader.integer('PASSWORDS_AT_ONCE', 2, { minimum: 1, maximum: 128 });
    this.passwordsWaiting = reader.integer('PASSWORDS_WAITING', 100, { minimum: 0, maximum: 100_000 });
    const many = { minimum: 0, maximum: 1_000_000_000 };
    const mebibytes = (name: string, fallback: number) => reader.integer(name, fallback, many) * MEBIBYTE;
    this.quotas = {
      records: {
        free: reader.integer('QUOTA_RECORDS_FREE', 100_000, many),
        pro: reader.integer('QUOTA_RECORDS_PRO', 1_000_000, many),
        enterprise: reader.integer('QUOTA_RECORDS_ENTERPRISE', 10_000_000, many),
      },
      storageBytes: {
        free: mebibytes('QUOTA_STORAGE_MEBIBYTES_FREE', 1_024),
        pro: mebibytes('QUOTA_STORAGE_MEBIBYTES_PRO', 51_200),
        enterprise: mebibytes('QUOTA_STORAGE_MEBIBYTES_ENTERPRISE', 512_000),
      },
      webhooks: {
        free: reader.integer('QUOTA_WEBHOOKS_FREE', 20, many),
        pro: reader.integer('QUOTA_WEBHOOKS_PRO', 100, many),
        enterprise: reader.integer('QUOTA_WEBHOOKS_ENTERPRISE', 500, many),
      },
    };
  }

  /** What a tenant of this plan may have; undefined where nothing is metered. */
  quotaOf(quota: QuotaName, planName: string): number | undefined {
    const plan = planOf(planName);
    return plan === 'unmetered' ? undefined : this.quotas[quota][plan];
  }
}
