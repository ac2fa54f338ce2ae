import { isId } from '../../../kernel/identifiers.js';
import { composeField } from './field.js';
import type { FieldOptions } from './field.js';
import { convert } from './convert.js';
import { itemRule, listRule, rule } from './rule.js';

export interface IdFieldOptions extends FieldOptions {
  /** A list of at most so many ids instead of one. */
  readonly maxItems?: number;
}

const SCHEMA = { type: 'string', format: 'uuid' } as const;

function lowerCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lowerCase);
  return typeof value === 'string' ? value.toLowerCase() : value;
}

/** The id of a record: a UUID, in lower case. */
export function IdField(options: IdFieldOptions = {}): PropertyDecorator {
  const { maxItems } = options;
  if (maxItems === undefined)
    return composeField(options, SCHEMA, [convert(lowerCase), rule('id', 'must be a UUID', isId)]);
  const schema = { type: 'array', items: SCHEMA, maxItems } as const;
  return composeField(options, schema, [
    convert(lowerCase),
    listRule(maxItems),
    itemRule('ids', 'must hold UUIDs only', isId),
  ]);
}
