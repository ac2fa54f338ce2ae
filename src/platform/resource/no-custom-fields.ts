import { CustomFieldCatalogue, type DynamicField } from './custom-fields.js';

const NONE: ReadonlyMap<string, DynamicField> = new Map();

/** Of a product in which tenants add no fields. */
export class NoCustomFields extends CustomFieldCatalogue {
  listFields(): Promise<ReadonlyMap<string, DynamicField>> {
    return Promise.resolve(NONE);
  }
}
