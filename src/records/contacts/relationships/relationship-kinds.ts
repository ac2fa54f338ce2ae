/** What another contact can be to a contact: `parent` says that the other one is the parent. */
export const RELATIONSHIP_KINDS = [
  'spouse',
  'partner',
  'parent',
  'child',
  'sibling',
  'friend',
  'colleague',
  'manager',
  'directReport',
  'assistant',
  'principal',
  'referredBy',
  'referred',
  'other',
] as const;
export type RelationshipKind = (typeof RELATIONSHIP_KINDS)[number];

/** Those that are not the same from both sides. */
const INVERSES: Partial<Record<RelationshipKind, RelationshipKind>> = {
  parent: 'child',
  child: 'parent',
  manager: 'directReport',
  directReport: 'manager',
  assistant: 'principal',
  principal: 'assistant',
  referredBy: 'referred',
  referred: 'referredBy',
};

/** What the contact is to the other one, when that one is `kind` to it. */
export function inverseOf(kind: RelationshipKind): RelationshipKind {
  return INVERSES[kind] ?? kind;
}
