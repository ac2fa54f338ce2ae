import { composeField } from './field.js';
import type { FieldOptions } from './field.js';
import { convert } from './convert.js';
import { itemRule, listRule, rule } from './rule.js';

/** A text that must pass a check of its own: a time zone, a currency, an origin. */
export interface TextCheck {
  /** Whether a trimmed text of at most `max` characters is one. */
  readonly check: (text: string) => boolean;
  /** What it must be, after the field's name: `must be an IANA time zone`. */
  readonly message: string;
  readonly max: number;
  readonly example: string;
}

export interface CheckedTextFieldOptions extends FieldOptions {
  /** A list of at most so many such texts, each once, instead of one. */
  readonly maxItems?: number;
}

function trimmed(value: unknown): unknown {
  if (Array.isArray(value)) return [...new Set(value.map(trimmed))];
  return typeof value === 'string' ? value.trim() : value;
}

/** A text of a known form. */
export function CheckedTextField(
  { check, message, max, example }: TextCheck,
  options: CheckedTextFieldOptions = {},
): PropertyDecorator {
  const { maxItems } = options;
  const isFitting = (value: unknown) => typeof value === 'string' && value.length <= max && check(value);
  const one = { type: 'string', maxLength: max, example } as const;
  if (maxItems === undefined)
    return composeField(options, one, [convert(trimmed), rule('form', message, isFitting)]);
  return composeField(options, { type: 'array', items: one, maxItems }, [
    convert(trimmed),
    listRule(maxItems),
    itemRule('forms', `items ${message}`, isFitting),
  ]);
}
