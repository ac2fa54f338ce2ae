import { composeField } from './field.js';
import type { FieldOptions } from './field.js';
import { isRecord } from './nested.field.js';
import { rule } from './rule.js';

export interface IntegerMapFieldOptions extends FieldOptions {
  readonly maxItems: number;
}

/** An object of whole numbers, none below 0, under names that are not known beforehand. */
export function IntegerMapField(options: IntegerMapFieldOptions): PropertyDecorator {
  const { maxItems } = options;
  const additionalProperties = { type: 'integer', minimum: 0 };
  return composeField(options, { type: 'object', additionalProperties, maxProperties: maxItems }, [
    rule('object', 'must be an object of whole numbers', isRecord),
    rule('size', `must have at most ${maxItems} members`, (value) => membersOf(value).length <= maxItems),
    rule('numbers', 'must hold whole numbers from 0', (value) => membersOf(value).every(isWhole)),
  ]);
}

function membersOf(value: unknown): unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value) : [];
}

function isWhole(value: unknown): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
