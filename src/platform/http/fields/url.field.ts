import { composeField } from './field.js';
import type { FieldOptions } from './field.js';
import { convertText } from './convert.js';
import { rule } from './rule.js';

export interface UrlFieldOptions extends FieldOptions {
  /** Most characters. Default 2,048. */
  readonly max?: number;
}

export function isWebAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return (protocol === 'https:' || protocol === 'http:') && hostname !== '';
}

/** An absolute http or https address. */
export function UrlField(options: UrlFieldOptions = {}): PropertyDecorator {
  const { max = 2048 } = options;
  // No `uri` format: what people paste (`https://example.com/a b`) is kept as it is, and often is none.
  const schema = { type: 'string', maxLength: max, example: 'https://example.com' } as const;
  return composeField(options, schema, [
    convertText((text) => text.trim()),
    rule('url', `must be an http or https address of at most ${max} characters`, (value) => {
      return typeof value === 'string' && value.length <= max && isWebAddress(value);
    }),
  ]);
}
