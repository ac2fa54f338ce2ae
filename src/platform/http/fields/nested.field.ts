import type { Type as ClassOf } from '@nestjs/common';
import { Type } from 'class-transformer';
import { ValidateNested } from 'class-validator';
import { composeField } from './field.js';
import type { FieldOptions } from './field.js';
import { itemRule, listRule, rule } from './rule.js';

export interface NestedFieldOptions extends FieldOptions {
  /** A list of them instead of one. */
  readonly list?: boolean;
  /** Default 100. */
  readonly maxItems?: number;
}

export function isRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An object, or list of objects, of another DTO class. */
export function NestedField<Dto>(
  dto: () => ClassOf<Dto>,
  options: NestedFieldOptions = {},
): PropertyDecorator {
  const { list = false, maxItems = 100 } = options;
  const kind = list
    ? [listRule(maxItems), itemRule('objects', 'must hold objects only', isRecord)]
    : [rule('object', 'must be an object', isRecord)];
  // Swagger knows a deferred type by its function's name, `type`, which the literal gives it.
  const schema = list ? { type: () => dto(), isArray: true, maxItems } : { type: () => dto() };
  return composeField(options, schema, [...kind, ValidateNested(), Type(dto)]);
}
