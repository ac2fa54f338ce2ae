import { composeField } from './field.js';
import type { FieldOptions } from './field.js';
import { convertText } from './convert.js';
import { rule } from './rule.js';

const LONGEST_NUMBER = 40;
const DIGIT = /\d/;
const NUMBER = /^[+\d\s().,/#*;=a-z-]+$/i;

/** A telephone number as people write it: digits, separators, an extension; at most 40 characters. */
export function PhoneField(options: FieldOptions = {}): PropertyDecorator {
  const schema = { type: 'string', maxLength: LONGEST_NUMBER, example: '+1 555 010 0199' } as const;
  return composeField(options, schema, [
    convertText((text) => text.trim()),
    rule('phone', 'must be a telephone number of at most 40 characters', (value) => {
      return (
        typeof value === 'string' && value.length <= LONGEST_NUMBER && DIGIT.test(value) && NUMBER.test(value)
      );
    }),
  ]);
}
