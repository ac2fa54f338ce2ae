import { composeField } from './field.js';
import type { FieldOptions } from './field.js';
import { convertText } from './convert.js';
import { rule } from './rule.js';

export interface BooleanFieldOptions extends FieldOptions {
  /** For queries: reads `true` and `false`. Bodies must hold a boolean. */
  readonly fromText?: boolean;
}

function fromWord(text: string): boolean | string {
  if (text === 'true') return true;
  return text === 'false' ? false : text;
}

export function BooleanField(options: BooleanFieldOptions = {}): PropertyDecorator {
  const rules = [rule('boolean', 'must be true or false', (value) => typeof value === 'boolean')];
  const all = options.fromText === true ? [convertText(fromWord), ...rules] : rules;
  return composeField(options, { type: 'boolean' }, all);
}
