import type { DuplicateRule } from './duplicate-rule.js';

/** Port: the rules in force of the current tenant. Implemented by `foundation/duplicates`. */
export abstract class DuplicateRules {
  /** Those about a resource (`contacts`), in one order everywhere; at most a second old. */
  abstract of(plural: string): Promise<readonly DuplicateRule[]>;
}
