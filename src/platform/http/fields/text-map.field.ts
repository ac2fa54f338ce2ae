import { composeField } from './field.js';
import type { FieldOptions } from './field.js';
import { isRecord } from './nested.field.js';
import { rule } from './rule.js';

export interface TextMapFieldOptions extends FieldOptions {
  readonly maxItems: number;
  /** Most characters of one text. */
  readonly max: number;
}

/** An object of texts under names that the caller chooses. */
export function TextMapField(options: TextMapFieldOptions): PropertyDecorator {
  const { maxItems, max } = options;
  const additionalProperties = { type: 'string', maxLength: max };
  return composeField(options, { type: 'object', additionalProperties, maxProperties: maxItems }, [
    rule('object', 'must be an object of texts', isRecord),
    rule('size', `must have at most ${maxItems} members`, (value) => membersOf(value).length <= maxItems),
    rule('texts', `must hold texts of at most ${max} characters`, (value) =>
      membersOf(value).every((text) => typeof text === 'string' && text.length <= max),
    ),
  ]);
}

function membersOf(value: unknown): unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value) : [];
}
