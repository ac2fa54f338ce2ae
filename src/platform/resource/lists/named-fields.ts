import type { CustomFieldValues } from '../custom-fields.js';
import { CUSTOM_FIELDS, type FieldSource, holderOf } from '../writes/record-changes.js';

type Names = ReadonlySet<string>;

/** Whether the names have a field or what holds it: `customFields` stands for `customFields.tier` too. */
export function isNamed(names: Names, field: string): boolean {
  return names.has(field) || names.has(holderOf(field));
}

/** A record, a part of one or its changes, without the named fields. */
export function withoutNamed<Value>(
  fields: Readonly<Record<string, Value>>,
  names: Names,
): Record<string, Value>;
export function withoutNamed<Fields extends FieldSource>(fields: Fields, names: Names): Partial<Fields>;
export function withoutNamed(fields: FieldSource, names: Names): FieldSource {
  if (names.size === 0) return fields;
  const others = Object.entries(fields)
    .filter(([field]) => !isNamed(names, field))
    .map(([field, value]: [string, unknown]) => [
      field,
      field === CUSTOM_FIELDS ? withoutNamedKeys(value, names) : value,
    ]);
  return Object.fromEntries(others) as FieldSource;
}

/** The fields of a body as rules name them, each custom field alone and all of them together. */
export function namedEntries(input: FieldSource): [string, unknown][] {
  return Object.entries(input).flatMap(([field, value]: [string, unknown]) =>
    field === CUSTOM_FIELDS ? [[field, value], ...keyEntries(value)] : [[field, value]],
  );
}

/** Custom fields as they are wanted, those that are named as they are stored. */
export function withStoredKeys<Values extends CustomFieldValues>(
  wanted: Values,
  stored: Values,
  names: Names,
): Values {
  const isKept = (key: string) => names.has(nameOf(key));
  const kept = Object.entries(stored).filter(([key]) => isKept(key));
  const free = Object.entries(wanted).filter(([key]) => !isKept(key));
  return Object.fromEntries([...kept, ...free]) as Values;
}

function withoutNamedKeys(values: unknown, names: Names): unknown {
  if (typeof values !== 'object' || values === null) return values;
  return Object.fromEntries(Object.entries(values).filter(([key]) => !names.has(nameOf(key))));
}

function keyEntries(values: unknown): [string, unknown][] {
  if (typeof values !== 'object' || values === null) return [];
  return Object.entries(values).map(([key, value]: [string, unknown]) => [nameOf(key), value]);
}

function nameOf(key: string): string {
  return `${CUSTOM_FIELDS}.${key}`;
}
