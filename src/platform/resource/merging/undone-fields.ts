import { isDeepStrictEqual } from 'node:util';
import type { FieldChange } from '../../journal/journal-event.js';
import { CUSTOM_FIELDS, holderOf, valueOf } from '../writes/record-changes.js';
import type { RecordEntity } from '../record.entity.js';

type Changes = Readonly<Record<string, FieldChange>>;

export interface UndoConflict {
  readonly field: string;
  /** What the undo would set. */
  readonly mine: unknown;
  /** What is there now. */
  readonly theirs: unknown;
}

export interface UndonePlan {
  readonly fields: Partial<RecordEntity>;
  readonly conflicts: readonly UndoConflict[];
}

/**
 * What sets a record back to what it was before a change. What has changed since stays and is a conflict; of lists the
 * members that came go, and those that went come back, whatever else has been put in since.
 */
export function undoneFields(now: RecordEntity, changes: Changes): UndonePlan {
  const fields: Record<string, unknown> = {};
  const conflicts: UndoConflict[] = [];
  const custom: Record<string, unknown> = {};
  const current: Readonly<Record<string, unknown>> = { ...now };
  for (const [field, { old, new: given }] of Object.entries(changes)) {
    const theirs = valueOf(current, field);
    if (isDeepStrictEqual(theirs, old)) continue;
    const isUnchanged = isDeepStrictEqual(theirs, given);
    const lists = [theirs, old, given].every(Array.isArray);
    if (!isUnchanged && !lists) {
      conflicts.push({ field, mine: old, theirs });
      continue;
    }
    const value = isUnchanged ? old : backIn(theirs as unknown[], old as unknown[], given as unknown[]);
    if (holderOf(field) === field) fields[field] = value;
    else custom[field.slice(CUSTOM_FIELDS.length + 1)] = value;
  }
  if (Object.keys(custom).length > 0) fields[CUSTOM_FIELDS] = { ...now.customFields, ...custom };
  return { fields, conflicts };
}

function backIn(now: readonly unknown[], before: readonly unknown[], after: readonly unknown[]): unknown[] {
  const has = (list: readonly unknown[], one: unknown) => list.some((other) => isDeepStrictEqual(other, one));
  const kept = now.filter((one) => has(before, one) || !has(after, one));
  return [...kept, ...before.filter((one) => !has(after, one) && !has(kept, one))];
}
