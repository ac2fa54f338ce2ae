/** Equal as it is, equal by its key, or much the same by its letters. */
export const DUPLICATE_MATCHES = ['exact', 'normalized', 'fuzzy'] as const;
export type DuplicateMatch = (typeof DUPLICATE_MATCHES)[number];

export interface DuplicateCondition {
  readonly field: string;
  readonly match: DuplicateMatch;
}

/** Two records are the same when all conditions hold; a field that says nothing is like no other. */
export interface DuplicateRule {
  readonly id: string;
  readonly name: string;
  readonly conditions: readonly DuplicateCondition[];
  /** Whether no new record may be made that is the same as another. */
  readonly isBlocking: boolean;
}
