/** How far a permission reaches: every record, those of the caller's team, or the caller's own. */
export type Reach = 'any' | 'team' | 'own';

/** What one caller may do, with every rule applied. Asked at each use, so that no output goes round it. */
export interface Access {
  /** How far `leads:read` reaches; undefined when it is not held. */
  reach(permission: string): Reach | undefined;
  /**
   * Fields of a resource (`leads`) that exist for others only, or for nobody any more: a custom field that was deleted is
   * hidden, though not read-only. A name may be that of one custom field, `customFields.tier`.
   */
  hiddenFields(resource: string): ReadonlySet<string>;
  /** Fields that may not be written; what a rule hides is among them. */
  readOnlyFields(resource: string): ReadonlySet<string>;
}

const NONE: ReadonlySet<string> = new Set();

/** The product itself: workers, migrations, operator commands. */
export const FULL_ACCESS: Access = {
  reach: () => 'any',
  hiddenFields: () => NONE,
  readOnlyFields: () => NONE,
};
