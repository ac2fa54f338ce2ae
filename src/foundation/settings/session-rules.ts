/** How long the sessions of a tenant live, and how many a person may have there; null is what the installation says. */
export interface SessionRules {
  readonly accessTokenMinutes: number | null;
  /** Days without a refresh after which a session ends. */
  readonly refreshDays: number | null;
  /** Sessions of one person; with one more the oldest ends. Null: any number. */
  readonly maximumSessions: number | null;
}

export const DEFAULT_SESSION_RULES: SessionRules = {
  accessTokenMinutes: null,
  refreshDays: null,
  maximumSessions: null,
};
