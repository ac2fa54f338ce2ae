import { isEmail } from 'class-validator';
import { composeField } from './field.js';
import type { FieldOptions } from './field.js';
import { convertText } from './convert.js';
import { rule } from './rule.js';

const LONGEST_ADDRESS = 254;

/** An e-mail address, trimmed and in lower case, at most 254 characters. */
export function EmailField(options: FieldOptions = {}): PropertyDecorator {
  const schema = {
    type: 'string',
    // Letters outside ASCII are allowed, which the plain `email` format rules out.
    format: 'idn-email',
    maxLength: LONGEST_ADDRESS,
    example: 'ada@example.com',
  } as const;
  return composeField(options, schema, [
    convertText((text) => text.trim().toLowerCase()),
    rule('email', 'must be an e-mail address', (value) => {
      return typeof value === 'string' && value.length <= LONGEST_ADDRESS && isEmail(value);
    }),
  ]);
}
