import { composeField } from './field.js';
import type { FieldOptions } from './field.js';
import { convert } from './convert.js';
import { itemRule, listRule } from './rule.js';

export interface TextListFieldOptions extends FieldOptions {
  readonly maxItems: number;
  /** Most characters of one text. */
  readonly max: number;
}

function tidy(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  const items: unknown[] = value;
  return [...new Set(items.map((item) => (typeof item === 'string' ? item.trim() : item)))];
}

/** A list of texts, such as tags: trimmed, each once, none empty. */
export function TextListField(options: TextListFieldOptions): PropertyDecorator {
  const { maxItems, max } = options;
  const schema = {
    type: 'array',
    items: { type: 'string', minLength: 1, maxLength: max },
    maxItems,
  } as const;
  return composeField(options, schema, [
    convert(tidy),
    listRule(maxItems),
    itemRule('texts', `must hold texts of 1 to ${max} characters`, (item) => {
      return typeof item === 'string' && item.length > 0 && item.length <= max;
    }),
  ]);
}
