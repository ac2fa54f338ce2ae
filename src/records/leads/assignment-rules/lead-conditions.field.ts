import type { ApiPropertyOptions } from '@nestjs/swagger';
import { composeField, type FieldOptions } from '../../../platform/http/fields/field.js';
import { isRecord } from '../../../platform/http/fields/nested.field.js';
import { itemRule, listRule } from '../../../platform/http/fields/rule.js';
import { CONDITION_OPERATORS, CRITERIA } from './lead-condition.js';

const MOST_CONDITIONS = 20;
const MEMBERS: ReadonlySet<string> = new Set(['field', 'operator', 'value']);
const OPERATORS: ReadonlySet<unknown> = new Set(CONDITION_OPERATORS);

const PLAIN = [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }];
const SCHEMA: ApiPropertyOptions = {
  type: 'array',
  maxItems: MOST_CONDITIONS,
  items: {
    type: 'object',
    required: ['field', 'operator', 'value'],
    properties: {
      field: { type: 'string', enum: [...CRITERIA.keys()] },
      operator: { type: 'string', enum: [...CONDITION_OPERATORS] },
      value: { anyOf: [...PLAIN, { type: 'array', items: { anyOf: PLAIN } }] },
    },
    additionalProperties: false,
  },
};

function isCondition(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const condition = value as Record<string, unknown>;
  return (
    typeof condition['field'] === 'string' &&
    OPERATORS.has(condition['operator']) &&
    condition['value'] !== undefined &&
    Object.keys(condition).every((name) => MEMBERS.has(name))
  );
}

/** Conditions over a lead, of which all must hold. Whether each fits its field is the service's to say. */
export function LeadConditionsField(options: FieldOptions = {}): PropertyDecorator {
  const message = `must hold objects with field, operator (one of ${CONDITION_OPERATORS.join(', ')}) and value`;
  return composeField(options, SCHEMA, [
    listRule(MOST_CONDITIONS),
    itemRule('conditions', message, isCondition),
  ]);
}
