import { DEFAULT_PASSWORD_RULES, type PasswordRules } from './password-rules.js';
import { DEFAULT_SESSION_RULES, type SessionRules } from './session-rules.js';

/** A day of every year: month 1 to 12. */
export interface YearDay {
  readonly month: number;
  readonly day: number;
}

/** The settings of one tenant, complete. */
export interface Settings {
  /** IANA. */
  readonly timeZone: string;
  /** ISO 4217. */
  readonly currency: string;
  /** BCP 47. */
  readonly locale: string;
  readonly fiscalYearStart: YearDay;
  /** Days for which the journal is kept. */
  readonly retentionDays: number;
  /** Origins that browsers may call from, besides the operator's. */
  readonly allowedOrigins: readonly string[];
  /** Whether anybody may read what is public in its knowledge base. */
  readonly publicKnowledgeBase: boolean;
  readonly passwordPolicy: PasswordRules;
  readonly sessionPolicy: SessionRules;
}

/** What a tenant has chosen; the rest is the default of this build. */
export type ChosenSettings = {
  readonly [Name in keyof Settings]?:
    | (Settings[Name] extends PasswordRules | SessionRules ? Partial<Settings[Name]> : Settings[Name])
    | undefined;
};

export const DEFAULT_SETTINGS: Settings = {
  timeZone: 'UTC',
  currency: 'USD',
  locale: 'en-US',
  fiscalYearStart: { month: 1, day: 1 },
  retentionDays: 400,
  allowedOrigins: [],
  publicKnowledgeBase: false,
  passwordPolicy: DEFAULT_PASSWORD_RULES,
  sessionPolicy: DEFAULT_SESSION_RULES,
};

export function withDefaults(chosen: ChosenSettings): Settings {
  return {
    ...DEFAULT_SETTINGS,
    ...chosen,
    passwordPolicy: { ...DEFAULT_PASSWORD_RULES, ...chosen.passwordPolicy },
    sessionPolicy: { ...DEFAULT_SESSION_RULES, ...chosen.sessionPolicy },
  };
}

/** What was chosen before with what is chosen now: policies merge rule by rule, everything else is replaced. */
export function mergeSettings(before: ChosenSettings, input: ChosenSettings): ChosenSettings {
  // As JSON holds it: what is undefined is not there, and no class is left.
  const now = JSON.parse(JSON.stringify(input)) as ChosenSettings;
  return {
    ...before,
    ...now,
    ...(now.passwordPolicy && { passwordPolicy: { ...before.passwordPolicy, ...now.passwordPolicy } }),
    ...(now.sessionPolicy && { sessionPolicy: { ...before.sessionPolicy, ...now.sessionPolicy } }),
  };
}
