import { isDeepStrictEqual } from 'node:util';
import type { ErrorDetail } from '../../kernel/errors.js';
import type { CustomFieldValues } from '../../platform/resource/custom-fields.js';
import type { CustomFieldValue } from '../../platform/resource/record.entity.js';
import type { FieldDefinition } from './field-definition.js';
import { readFieldValue } from './field-value.js';

/** What one write wants of its custom fields. */
export interface ValueChange {
  /** What is stored; nothing for a new record. */
  readonly before: CustomFieldValues;
  /** Every value that is to be; null removes one. */
  readonly wanted: CustomFieldValues;
  readonly isNew: boolean;
  /** Whether a required field must have a value, by its key: not of who may not give it one. */
  readonly asksFor: (key: string) => boolean;
}

/** A reference that the write sets, still to be looked up. */
export interface NewReference {
  readonly field: string;
  /** `companies` */
  readonly resource: string;
  readonly id: string;
}

export interface SettledValues {
  /** What is to be stored. */
  readonly values: Record<string, CustomFieldValue>;
  readonly faults: readonly ErrorDetail[];
  readonly references: readonly NewReference[];
}

export type FieldsByKey = ReadonlyMap<string, FieldDefinition>;

/**
 * Checks what a write changes; what it leaves as it is passes, whatever has become of its field since. Values whose
 * field was deleted stay.
 *
 * @param plural `leads`, for the message about an unknown key
 */
export function settleValues(fields: FieldsByKey, change: ValueChange, plural: string): SettledValues {
  const settled = { values: {}, faults: [], references: [] };
  const touched = new Set<string>();
  for (const [key, old] of Object.entries(change.before)) {
    if (Object.hasOwn(change.wanted, key)) continue;
    if (fields.has(key)) touched.add(key);
    else keep(settled, key, old);
  }
  for (const [key, given] of Object.entries(change.wanted)) {
    const old = storedUnder(change.before, key);
    if (isDeepStrictEqual(given, old)) keep(settled, key, old);
    else {
      touched.add(key);
      settleOne(settled, fields.get(key), { key, given, old, plural });
    }
  }
  askRequired(settled, fields, [...(change.isNew ? fields.keys() : touched)].filter(change.asksFor));
  return settled;
}

interface Settling {
  readonly values: Record<string, CustomFieldValue>;
  readonly faults: ErrorDetail[];
  readonly references: NewReference[];
}

interface OneValue {
  readonly key: string;
  readonly given: CustomFieldValue;
  readonly old: CustomFieldValue;
  readonly plural: string;
}

function settleOne(settled: Settling, definition: FieldDefinition | undefined, one: OneValue): void {
  const field = nameOf(one.key);
  if (definition === undefined) {
    settled.faults.push({ field, message: `is no custom field of ${one.plural}` });
    return;
  }
  const reading = readFieldValue(definition, one.given, one.old);
  if (reading.fault !== undefined) {
    settled.faults.push({ field, message: reading.fault });
    return;
  }
  keep(settled, one.key, reading.value);
  if (definition.referenceTo !== null && typeof reading.value === 'string' && reading.value !== one.old)
    settled.references.push({ field, resource: definition.referenceTo, id: reading.value });
}

function askRequired(settled: Settling, fields: FieldsByKey, keys: readonly string[]): void {
  for (const key of keys) {
    const field = nameOf(key);
    const isMissing = fields.get(key)?.required === true && !Object.hasOwn(settled.values, key);
    if (isMissing && !settled.faults.some((fault) => fault.field === field))
      settled.faults.push({ field, message: 'is required' });
  }
}

function keep({ values }: Settling, key: string, value: CustomFieldValue): void {
  if (value !== null) values[key] = value;
}

function storedUnder(values: CustomFieldValues, key: string): CustomFieldValue {
  return Object.hasOwn(values, key) ? (values[key] ?? null) : null;
}

/** As errors and changes name it. */
function nameOf(key: string): string {
  return `customFields.${key}`;
}
