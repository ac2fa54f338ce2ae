import { composeField } from './field.js';
import type { FieldOptions } from './field.js';
import { convertText } from './convert.js';
import { rule } from './rule.js';

export interface TextFieldOptions extends FieldOptions {
  /** Most UTF-16 units. */
  readonly max: number;
  /** Fewest, after trimming. Default 1 for a field that is required and not null, else 0. */
  readonly min?: number;
  /** Whether white space at both ends is cut off. Default true. */
  readonly trim?: boolean;
}

/** A text. */
export function TextField(options: TextFieldOptions): PropertyDecorator {
  const { max, trim = true } = options;
  const min = options.min ?? (options.optional === true || options.nullable === true ? 0 : 1);
  const schema = { type: 'string', maxLength: max, ...(min > 0 && { minLength: min }) } as const;
  const message =
    min > 0 ? `must be a text of ${min} to ${max} characters` : `must be a text of at most ${max} characters`;
  const isFitting = (value: unknown) =>
    typeof value === 'string' && value.length >= min && value.length <= max;
  const rules = [rule('text', message, isFitting)];
  return composeField(options, schema, trim ? [convertText((text) => text.trim()), ...rules] : rules);
}
