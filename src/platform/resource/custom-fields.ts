import type { FilterField } from './list-filters.js';

/** A field that a tenant has added to a record type, as lists use it. */
export interface DynamicField {
  /** `customFields.tier`. */
  readonly key: string;
  readonly field: FilterField;
  /** SQL of its value, null where a record has none. @param alias of the record's table */
  column(alias: string): string;
}

/** Port: the fields that the current tenant has added to its record types. */
export abstract class CustomFieldCatalogue {
  /** By key. @param plural of the record type: `leads` */
  abstract listFields(plural: string): Promise<ReadonlyMap<string, DynamicField>>;
}
