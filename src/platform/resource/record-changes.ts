import { isDeepStrictEqual } from 'node:util';
import type { FieldChange } from '../journal/journal-event.js';
import type { RecordEntity } from './record.entity.js';

type FieldSource = Partial<RecordEntity> | Readonly<Record<string, unknown>>;

/** What differs between a stored record and the values asked for; times compare by instant. */
export function changedFields(before: FieldSource, after: FieldSource): Record<string, FieldChange> {
  const changes: Record<string, FieldChange> = {};
  for (const [field, value] of Object.entries<unknown>(after)) {
    if (value === undefined) continue;
    const old = comparable(Reflect.get(before, field) ?? null);
    const next = comparable(value);
    if (old !== next && !isDeepStrictEqual(old, next)) changes[field] = { old, new: next };
  }
  return changes;
}

function comparable(value: unknown): unknown {
  return value instanceof Date ? value.toISOString() : value;
}
