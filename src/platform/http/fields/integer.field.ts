import { composeField } from './field.js';
import type { FieldOptions } from './field.js';
import { convertText } from './convert.js';
import { rule } from './rule.js';

export interface IntegerFieldOptions extends FieldOptions {
  /** Default -2,147,483,648: what a PostgreSQL integer holds. */
  readonly min?: number;
  /** Default 2,147,483,647. */
  readonly max?: number;
  /** For queries: reads decimal digits. Bodies must hold a number. */
  readonly fromText?: boolean;
}

const DIGITS = /^-?\d{1,16}$/;

/** A whole number. */
export function IntegerField(options: IntegerFieldOptions = {}): PropertyDecorator {
  const { min = -2_147_483_648, max = 2_147_483_647 } = options;
  const isFitting = (value: unknown) =>
    Number.isSafeInteger(value) && Number(value) >= min && Number(value) <= max;
  const rules = [rule('integer', `must be a whole number from ${min} to ${max}`, isFitting)];
  const conversion = convertText((text) => (DIGITS.test(text) ? Number(text) : text));
  const schema = { type: 'integer', minimum: min, maximum: max } as const;
  return composeField(options, schema, options.fromText === true ? [conversion, ...rules] : rules);
}
