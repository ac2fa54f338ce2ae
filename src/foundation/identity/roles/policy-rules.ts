/** What a rule does to a field: nobody sees it, or nobody changes it. */
export const FIELD_RULES = ['hidden', 'read-only'] as const;
export type FieldRule = (typeof FIELD_RULES)[number];

/** Per resource (`leads`), per field. */
export type FieldRules = Readonly<Record<string, Readonly<Record<string, FieldRule>>>>;

/** What a role grants, or to what an API key is cut down, as it is stored. */
export interface PolicyRules {
  /** `leads:read`, `leads:update:own`, `records:*`, `*:*`. */
  readonly permissions: readonly string[];
  readonly fieldRules: FieldRules;
}
