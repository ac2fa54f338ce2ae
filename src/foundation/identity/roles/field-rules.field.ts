import type { ApiPropertyOptions } from '@nestjs/swagger';
import { composeField, type FieldOptions } from '../../../platform/http/fields/field.js';
import { rule } from '../../../platform/http/fields/rule.js';
import { FIELD_RULES } from './policy-rules.js';

const KNOWN: ReadonlySet<unknown> = new Set(FIELD_RULES);

/** Resources and fields together: each that does not exist is told of in the answer. */
const MOST_RULES = 1_000;

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function areFieldRules(value: unknown): boolean {
  if (!isObject(value)) return false;
  const count = Object.values(value).reduce<number>(
    (sum, fields) => sum + (isObject(fields) ? Object.keys(fields).length : 1),
    Object.keys(value).length,
  );
  if (count > MOST_RULES) return false;
  return Object.values(value).every(
    (fields) => isObject(fields) && Object.values(fields).every((fieldRule) => KNOWN.has(fieldRule)),
  );
}

/** Rules per resource and field: `{"leads": {"phone": "hidden"}}`. Whether these exist is the service's to say. */
export function FieldRulesField(options: FieldOptions = {}): PropertyDecorator {
  const message = `must give per resource and field one of ${FIELD_RULES.join(', ')}, and at most ${MOST_RULES} of them`;
  const names: string[] = [...FIELD_RULES];
  const schema: ApiPropertyOptions = {
    type: 'object',
    additionalProperties: { type: 'object', additionalProperties: { type: 'string', enum: names } },
  };
  return composeField(options, schema, [rule('fieldRules', message, areFieldRules)]);
}
