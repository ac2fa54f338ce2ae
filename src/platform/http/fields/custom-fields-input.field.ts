import type { Type } from '@nestjs/common';
import { composeField } from './field.js';
import { fieldNames } from './field-names.js';
import { isRecord } from './nested.field.js';
import { rule } from './rule.js';

/** Twice what a resource may have: those that were deleted may be sent back with a record. */
const MOST_VALUES = 400;

const DESCRIPTION =
  "Values of the tenant's own fields by key; PATCH keeps those it does not name, and null removes one";

/** The tenant's own fields in a body. Whether they exist and what they hold is the business of `foundation/custom-fields`. */
export function CustomFieldsInputField(): PropertyDecorator {
  const value = {
    oneOf: [
      { type: 'string', nullable: true },
      { type: 'number' },
      { type: 'boolean' },
      { type: 'array', items: { type: 'string' } },
    ],
  };
  const schema = { type: 'object', additionalProperties: value } as const;
  const isFitting = (given: unknown) => isRecord(given) && Object.keys(given ?? {}).length <= MOST_VALUES;
  return composeField({ optional: true, description: DESCRIPTION }, schema, [
    rule('customFields', `must be an object of at most ${MOST_VALUES} values`, isFitting),
  ]);
}

/** Gives the bodies of a record type their `customFields`; those that have them already are left alone. */
export function declareCustomFields(...dtos: readonly Type<unknown>[]): void {
  for (const dto of dtos) {
    if (!fieldNames(dto).includes('customFields'))
      CustomFieldsInputField()(dto.prototype as Record<string, unknown>, 'customFields');
  }
}
