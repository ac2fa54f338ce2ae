import { createHash } from 'node:crypto';
import type { FilterField } from './lists/list-filters.js';
import type { CustomFieldValue, RecordEntity } from './record.entity.js';
import type { RecordWrite } from './writes/record-write.js';
import type { ResourceDescriptor } from './resource-descriptor.js';

export type CustomFieldValues = Readonly<Record<string, CustomFieldValue>>;

/** A field that a tenant has added, as lists filter and sort by it. */
export interface DynamicField {
  /** `customFields.tier` */
  readonly key: string;
  /** What people call it. */
  readonly label: string;
  readonly field: FilterField;
  /**
   * Its value as SQL, null for any value of another type; equal to the expression of its index.
   *
   * @param alias of the record's table, as SQL
   */
  column(alias: string): string;
}

/** By resource (`leads`) the fields that were deleted and may be restored, `customFields.tier`. */
export type DeletedFields = ReadonlyMap<string, ReadonlySet<string>>;

/** Port: the fields that the current tenant has added to its records. Implemented by `foundation/custom-fields`. */
export abstract class CustomFieldCatalogue {
  /**
   * By key (`customFields.tier`) those of a resource (`leads`) that the caller may see; at most a second old.
   *
   * @param wanted keys that must be there if they exist: one made a moment ago by another process is found
   */
  abstract listFields(plural: string, wanted?: readonly string[]): Promise<ReadonlyMap<string, DynamicField>>;

  /** What rules about the fields of a resource may name (`customFields.tier`); deleted ones too, which may come back. */
  abstract names(plural: string): Promise<ReadonlySet<string>>;

  /** What records still hold and nobody sees any more; at most a second old. */
  abstract deletedFields(): Promise<DeletedFields>;

  /** Keys (`tier`) under which two resources have fields of the same type. */
  abstract sharedKeys(plural: string, other: string): Promise<ReadonlySet<string>>;

  /** The fields of a resource (`leads`) that hold ids of another one's records, whoever may see them. */
  abstract referencesTo(plural: string, target: string): Promise<readonly DynamicField[]>;

  /**
   * Checks the values that writes of one call change, and sets `after.customFields` to what is stored: trimmed, without
   * nulls, with the values whose field has been deleted. Refuses each write that breaks a rule with 422.
   *
   * @param writes `after.customFields` holds every value that is to be; null removes one
   * @param asking those whose new references must be there, and within reach
   */
  abstract settle<Entity extends RecordEntity>(
    descriptor: ResourceDescriptor<Entity>,
    writes: readonly RecordWrite<Entity>[],
    asking: ReadonlySet<RecordWrite<Entity>>,
  ): Promise<void>;
}

/** Whether a tenant may add fields to records of this type: those of the CRM itself. */
export function takesCustomFields({
  published,
  administrative,
}: Pick<ResourceDescriptor<RecordEntity>, 'published' | 'administrative'>): boolean {
  return published && administrative !== true;
}

/** Regular expression of the names of indexes on custom fields, here and on the server. */
export const CUSTOM_FIELD_INDEXES = '^cf[iu]_[0-9a-f]{8}_([A-Za-z0-9]+)$';

/** The name says what the index is of; one of another form gets another name. */
export function customFieldIndexName(key: string, unique: boolean, form: string): string {
  const digest = createHash('sha256').update(form).digest('hex').slice(0, 8);
  return `cf${unique ? 'u' : 'i'}_${digest}_${key}`;
}

/** `customFields.tier` for the index of that field; undefined for any other. */
export function customFieldOfIndex(name: string): string | undefined {
  const key = new RegExp(CUSTOM_FIELD_INDEXES).exec(name)?.[1];
  return key === undefined ? undefined : `customFields.${key}`;
}

/** The fields of a PATCH with every custom field that the record keeps: it names only those that it changes. */
export function withKeptCustomFields<Entity extends RecordEntity>(
  before: Entity,
  input: Partial<Entity>,
): Partial<Entity> {
  if (input.customFields === undefined) return input;
  return { ...input, customFields: { ...before.customFields, ...input.customFields } };
}
