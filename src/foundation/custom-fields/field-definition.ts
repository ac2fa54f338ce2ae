export const FIELD_TYPES = [
  'text',
  'number',
  'boolean',
  'date',
  'select',
  'multi-select',
  'url',
  'reference',
] as const;
export type FieldType = (typeof FIELD_TYPES)[number];

/** Whether a field's index is there; until it is `ready`, a unique field may be given a value twice. */
export const INDEX_STATES = ['none', 'building', 'ready', 'failed'] as const;
export type IndexState = (typeof INDEX_STATES)[number];

/** One choice of a select. */
export interface FieldOption {
  readonly value: string;
  readonly label: string;
}

/** What the values of a field must be. */
export interface FieldDefinition {
  readonly key: string;
  readonly label: string;
  readonly description: string | null;
  readonly type: FieldType;
  readonly options: readonly FieldOption[];
  /** Of a reference: the resource that holds the ids, `companies`; `users` for the people of the tenant. */
  readonly referenceTo: string | null;
  readonly required: boolean;
  readonly unique: boolean;
  readonly indexed: boolean;
}

/** Whether the field has a list of options. */
export function hasOptions(type: FieldType): boolean {
  return type === 'select' || type === 'multi-select';
}
