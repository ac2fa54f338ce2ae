import { composeField } from './field.js';
import type { FieldOptions } from './field.js';
import { isRecord } from './nested.field.js';
import { rule } from './rule.js';

/** An object whose members are not known beforehand, such as custom fields. */
export function JsonObjectField(options: FieldOptions = {}): PropertyDecorator {
  const schema = { type: 'object', additionalProperties: true } as const;
  return composeField(options, schema, [rule('object', 'must be an object', isRecord)]);
}
