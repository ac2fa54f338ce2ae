import { composeField } from './field.js';
import type { FieldOptions } from './field.js';
import { itemRule, rule } from './rule.js';

export interface IntegerListFieldOptions extends FieldOptions {
  readonly minItems: number;
  readonly maxItems: number;
  /** Of each number. */
  readonly min: number;
  readonly max: number;
}

/** A list of whole numbers, in their order. */
export function IntegerListField(options: IntegerListFieldOptions): PropertyDecorator {
  const { minItems, maxItems, min, max } = options;
  const items = { type: 'integer', minimum: min, maximum: max } as const;
  return composeField(options, { type: 'array', items, minItems, maxItems }, [
    rule('list', `must be a list of ${minItems} to ${maxItems} numbers`, (value) => {
      return Array.isArray(value) && value.length >= minItems && value.length <= maxItems;
    }),
    itemRule('integers', `must hold whole numbers from ${min} to ${max}`, (item) => {
      return Number.isSafeInteger(item) && Number(item) >= min && Number(item) <= max;
    }),
  ]);
}
