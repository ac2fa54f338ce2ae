import type { EnvironmentReader } from './environment-reader.js';

export const PLANS = ['free', 'pro', 'enterprise', 'unmetered'] as const;
export type Plan = (typeof PLANS)[number];

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
  /** Mails an hour that anybody can have sent to one account by saying that its password is forgotten. */
  readonly resetMailsPerAccount: number;
  /** Invitations an hour and tenant, repeated ones included: each is a mail to whomever it likes. */
  readonly invitationsPerHour: number;

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
    this.resetMailsPerAccount = reader.integer('RESET_MAILS_PER_ACCOUNT', 5, rate);
    this.invitationsPerHour = reader.integer('INVITATIONS_PER_HOUR', 100, rate);
  }
}
