export const FIELD_KINDS = [
  'text',
  'number',
  'boolean',
  'date',
  'dateTime',
  'enum',
  'textList',
  'json',
] as const;

export type FieldKind = (typeof FIELD_KINDS)[number];

/** A field that a column can be written to. */
export interface ImportField {
  /** `lastName`, `customFields.tier` */
  readonly name: string;
  /** What people call it, where that is known. */
  readonly label: string | null;
  readonly kind: FieldKind;
  /** Of an enumeration. */
  readonly values: readonly string[];
  /** Of one that names another record by something else than its id. */
  readonly reference?: ImportReference;
}

export interface ImportReference {
  /** That its id is written to: `primaryCompanyId`. */
  readonly field: string;
  /** `company`. */
  readonly resource: string;
  /** `name`. */
  readonly by: string;
}
