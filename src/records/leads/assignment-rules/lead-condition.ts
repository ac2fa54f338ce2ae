import type { FilterField } from '../../../platform/resource/lists/list-filters.js';
import { isId } from '../../../kernel/identifiers.js';
import { toUtcMoment } from '../../../platform/http/fields/moment.js';
import type { Lead } from '../lead.entity.js';
import { leadResource } from '../lead.policy.js';

/** One condition of the filter grammar over a field of a lead. */
export interface LeadCondition {
  readonly field: string;
  readonly operator: ConditionOperator;
  /** A text, number or boolean; a list of them for `in`, `nin` and `has`. */
  readonly value: unknown;
}

export const CONDITION_OPERATORS = [
  'eq',
  'ne',
  'in',
  'nin',
  'gt',
  'gte',
  'lt',
  'lte',
  'contains',
  'startsWith',
  'isNull',
  'has',
] as const;
export type ConditionOperator = (typeof CONDITION_OPERATORS)[number];

const EQUALITY = ['eq', 'ne', 'in', 'nin', 'isNull'] as const;
const ORDER = ['gt', 'gte', 'lt', 'lte'] as const;
const TEXT = ['contains', 'startsWith'] as const;
const MANY: ReadonlySet<ConditionOperator> = new Set(['in', 'nin', 'has']);
const MOST_VALUES = 100;
const LONGEST_VALUE = 500;

/** What it decides itself, or what a lead does not have yet. */
const NO_CRITERION: ReadonlySet<string> = new Set([
  'ownerId',
  'updatedAt',
  'convertedAt',
  'convertedContactId',
  'convertedCompanyId',
]);

export const CRITERIA: ReadonlyMap<string, FilterField> = new Map(
  [...leadResource.policy.filters].filter(([field]) => !NO_CRITERION.has(field)),
);

/**
 * What is wrong with a condition; undefined when it can be asked of a lead.
 *
 * @param hidden fields that its author may not see: who gets a lead would tell of them
 */
export function faultOf(
  { field, operator, value }: LeadCondition,
  hidden: ReadonlySet<string>,
): string | undefined {
  const criterion = hidden.has(field) ? undefined : CRITERIA.get(field);
  if (criterion === undefined) {
    const names = [...CRITERIA.keys()].filter((name) => !hidden.has(name));
    return `${field} is none of ${names.join(', ')}`;
  }
  const operators = operatorsOf(criterion);
  if (!operators.includes(operator)) return `${field} has ${operators.join(', ')}, not ${operator}`;
  if (operator === 'isNull')
    return typeof value === 'boolean' ? undefined : 'the value must be true or false';
  if (!MANY.has(operator)) return faultOfValue(criterion, value);
  if (!Array.isArray(value) || value.length === 0 || value.length > MOST_VALUES)
    return `the value must be a list of 1 to ${MOST_VALUES}`;
  return value.map((item: unknown) => faultOfValue(criterion, item)).find((fault) => fault !== undefined);
}

/** Whether a lead meets a condition: as the same filter would find it in a list. */
export function meets(lead: Lead, { field, operator, value }: LeadCondition): boolean {
  const own = comparable(field, Reflect.get(lead, field) ?? null);
  const values = (Array.isArray(value) ? value : [value]).map((item: unknown) => comparable(field, item));
  const [first] = values;
  switch (operator) {
    case 'isNull':
      return (own === null) === value;
    case 'ne':
      return own !== first;
    case 'nin':
      return !values.includes(own);
    case 'eq':
    case 'in':
      return own !== null && values.includes(own);
    case 'has':
      return Array.isArray(own) && values.some((item) => own.includes(item));
    case 'contains':
      return typeof own === 'string' && own.toLowerCase().includes(String(first).toLowerCase());
    case 'startsWith':
      return typeof own === 'string' && own.toLowerCase().startsWith(String(first).toLowerCase());
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      return isOrdered(own, operator, first);
  }
}

function operatorsOf({ kind }: FilterField): readonly ConditionOperator[] {
  if (kind === 'textList') return ['has'];
  if (kind === 'text') return [...EQUALITY, ...TEXT];
  if (kind === 'number' || kind === 'dateTime') return [...EQUALITY, ...ORDER];
  return EQUALITY;
}

function faultOfValue({ kind, values }: FilterField, value: unknown): string | undefined {
  if (kind === 'number') return Number.isFinite(value) ? undefined : 'the value must be a number';
  if (kind === 'boolean') return typeof value === 'boolean' ? undefined : 'the value must be true or false';
  if (typeof value !== 'string' || value.length > LONGEST_VALUE)
    return `the value must be a text of at most ${LONGEST_VALUE} characters`;
  if (kind === 'enum' && values?.includes(value) !== true)
    return `the value must be one of ${values?.join(', ')}`;
  if (kind === 'id' && !isId(value)) return 'the value must be an id';
  if (kind === 'dateTime' && toUtcMoment(value) === undefined) return 'the value must be an ISO 8601 time';
  return undefined;
}

/** Times as UTC texts, which sort as the moments do. */
function comparable(field: string, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const { kind, isLowerCase = false } = CRITERIA.get(field) ?? {};
  if (kind === 'dateTime') return toUtcMoment(value) ?? value;
  return kind === 'id' || isLowerCase ? value.toLowerCase() : value;
}

function isOrdered(own: unknown, operator: (typeof ORDER)[number], bound: unknown): boolean {
  const isComparable =
    (typeof own === 'number' && typeof bound === 'number') ||
    (typeof own === 'string' && typeof bound === 'string');
  if (!isComparable) return false;
  switch (operator) {
    case 'gt':
      return own > bound;
    case 'gte':
      return own >= bound;
    case 'lt':
      return own < bound;
    case 'lte':
      return own <= bound;
  }
}
