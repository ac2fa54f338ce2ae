import { isDeepStrictEqual } from 'node:util';
import type { FieldChange } from '../../journal/journal-event.js';
import type { RecordEntity } from '../record.entity.js';

/** A record, or fields of one. */
export type FieldSource = Partial<RecordEntity> | Readonly<Record<string, unknown>>;
type Changes = Record<string, FieldChange>;

/** What holds the fields that a tenant has added. */
export const CUSTOM_FIELDS = 'customFields';

/**
 * What differs between a stored record and the values asked for; times compare by instant, custom fields each alone
 * (`customFields.tier`), where one that is not named is removed.
 */
export function changedFields(before: FieldSource, after: FieldSource): Changes {
  const changes: Changes = {};
  for (const [field, value] of Object.entries<unknown>(after)) {
    if (value === undefined) continue;
    const old: unknown = Reflect.get(before, field) ?? null;
    if (field === CUSTOM_FIELDS) Object.assign(changes, changedKeys(old, value));
    else note(changes, field, old, value);
  }
  return changes;
}

/** What a new record has by itself, and its event says elsewhere. */
const BY_ITSELF = new Set(['id', 'tenantId', 'version', 'createdAt', 'createdBy', 'updatedAt', 'updatedBy']);

/** What a record was made with, as changes from nothing. */
export function changesOfCreation(record: Readonly<Record<string, unknown>>): Changes {
  const made = Object.entries(record).filter(([field, value]) => value !== null && !BY_ITSELF.has(field));
  return changedFields({}, Object.fromEntries(made));
}

/** `customFields` for `customFields.tier`; any other field itself. */
export function holderOf(field: string): string {
  return field.startsWith(`${CUSTOM_FIELDS}.`) ? CUSTOM_FIELDS : field;
}

/** What a record has under the name that changes give a field. */
export function valueOf(record: Readonly<Record<string, unknown>>, field: string): unknown {
  const holder = holderOf(field);
  const held = record[holder];
  return (holder === field ? held : asRecord(held)[field.slice(holder.length + 1)]) ?? null;
}

function changedKeys(before: unknown, after: unknown): Changes {
  const changes: Changes = {};
  const [old, next] = [asRecord(before), asRecord(after)];
  for (const key of new Set([...Object.keys(old), ...Object.keys(next)])) {
    note(changes, `${CUSTOM_FIELDS}.${key}`, old[key] ?? null, next[key] ?? null);
  }
  return changes;
}

function note(changes: Changes, field: string, before: unknown, after: unknown): void {
  const [old, next] = [comparable(before), comparable(after)];
  if (old !== next && !isDeepStrictEqual(old, next)) changes[field] = { old, new: next };
}

function comparable(value: unknown): unknown {
  return value instanceof Date ? value.toISOString() : value;
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
