import { isDeepStrictEqual } from 'node:util';
import type { FieldChange } from '../journal/journal-event.js';

/** What differs between a stored record and the values asked for; times compare by instant. */
export function changedFields(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): Record<string, FieldChange> {
  const changes: Record<string, FieldChange> = {};
  for (const [field, value] of Object.entries(after)) {
    if (value === undefined) continue;
    const old = comparable(before[field] ?? null);
    const next = comparable(value);
    if (!isDeepStrictEqual(old, next)) changes[field] = { old, new: next };
  }
  return changes;
}

function comparable(value: unknown): unknown {
  return value instanceof Date ? value.toISOString() : value;
}
