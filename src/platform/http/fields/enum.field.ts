import { composeField } from './field.js';
import type { FieldOptions } from './field.js';
import { itemRule, listRule, rule } from './rule.js';

export interface EnumFieldOptions extends FieldOptions {
  /** Name of a schema of its own in the OpenAPI document, shared by every field that names it. */
  readonly name?: string;
  /** A list of such values instead of one. */
  readonly list?: boolean;
}

/** One of the given texts. */
export function EnumField(values: readonly string[], options: EnumFieldOptions = {}): PropertyDecorator {
  const allowed = new Set<unknown>(values);
  const message = `must be one of ${values.join(', ')}`;
  const isAllowed = (value: unknown) => allowed.has(value);
  const base = { enum: [...values], ...(options.name !== undefined && { enumName: options.name }) };
  if (options.list === true) {
    const rules = [listRule(values.length), itemRule('enum', message, isAllowed)];
    return composeField(options, { ...base, isArray: true }, rules);
  }
  return composeField(options, { ...base, type: 'string' }, [rule('enum', message, isAllowed)]);
}
