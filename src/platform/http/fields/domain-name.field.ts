import { toDomainName } from '../../../kernel/domain-name.js';
import { composeField } from './field.js';
import type { FieldOptions } from './field.js';
import { convertText } from './convert.js';
import { rule } from './rule.js';

/** A domain name, in lower case, without scheme, `www.`, port and path: `https://www.Example.com/` → `example.com`. */
export function DomainNameField(options: FieldOptions = {}): PropertyDecorator {
  const schema = { type: 'string', maxLength: 253, example: 'example.com' } as const;
  return composeField(options, schema, [
    convertText((text) => toDomainName(text) ?? text),
    rule('domainName', 'must be a domain such as example.com', (value) => {
      return typeof value === 'string' && toDomainName(value) === value;
    }),
  ]);
}
