import type { DuplicateCondition } from './duplicate-rule.js';

/** What of a value counts when two records are compared: its lower case, its digits, its words, or all of it. */
export type DuplicateKey = 'email' | 'domain' | 'phone' | 'text' | 'id';

/** By what records of a type may be found to be one and the same. */
export interface DuplicateOptions<Entity> {
  /** Fields by which others are looked for. Each needs an index on its key (`keySql`) for what is not deleted. */
  readonly keys: Partial<Record<keyof Entity & string, DuplicateKey>>;
  /** Fields that are compared of those that were found. */
  readonly besides?: Partial<Record<keyof Entity & string, DuplicateKey>>;
  /** What is asked while the tenant has no rules of its own. */
  readonly rules: readonly { readonly name: string; readonly conditions: readonly DuplicateCondition[] }[];
}
