import type { ListFields, ListField } from './list-fields.js';
import {
  badFilter,
  type FilterField,
  type FilterOperator,
  operatorsOf,
  UnknownFieldError,
} from './list-filters.js';
import type { ConditionSyntax, FilterSyntax } from './list-syntax.js';
import { type BoundRelation, type FilterTree, timeCondition } from './list-tree.js';
import type { TimeSpan } from './list-dates.js';
import { booleanOf, readFilterValue, type ValueReading } from './list-values.js';

/** Values of one condition of a query; those of a JSON filter are counted over all of it. */
const MAXIMUM_VALUES = 100;
const LISTS: ReadonlySet<string> = new Set(['in', 'nin', 'between', 'has', 'hasAll']);

/** What the conditions of one request may name. */
export interface ListNames {
  readonly fields: ListFields;
  readonly relations: ReadonlyMap<string, BoundRelation>;
}

/** @throws {BadRequestError} naming the field or operator that is not allowed */
export function checkFilter(syntax: FilterSyntax, names: ListNames, reading: ValueReading): FilterTree {
  switch (syntax.kind) {
    case 'all':
    case 'any':
      return { kind: syntax.kind, of: syntax.of.map((part) => checkFilter(part, names, reading)) };
    case 'not':
      return { kind: 'not', of: checkFilter(syntax.of, names, reading) };
    case 'saved':
      return checkFilter(syntax.of, names, { ...reading, isText: false });
    case 'condition':
      return checkCondition(syntax, names, reading);
  }
}

function checkCondition(syntax: ConditionSyntax, names: ListNames, reading: ValueReading): FilterTree {
  const { name } = syntax;
  const own = names.fields.resolve(name);
  if (own !== undefined) return readCondition(syntax, own, reading);
  const relation = names.relations.get(relationOf(name) ?? '');
  const theirs = relation?.fields.resolve(name.slice(relation.name.length + 1));
  if (relation === undefined || theirs === undefined) throw new UnknownFieldError(name);
  return { kind: 'related', relation, of: readCondition(syntax, theirs, reading) };
}

/** `company.industry` → `company`. */
export function relationOf(name: string): string | undefined {
  const dot = name.indexOf('.');
  return dot < 0 ? undefined : name.slice(0, dot);
}

function readCondition(syntax: ConditionSyntax, listField: ListField, reading: ValueReading): FilterTree {
  const { name, value } = syntax;
  const { field } = listField;
  if (field === undefined) throw new UnknownFieldError(name);
  const operator = operatorOf(syntax, field);
  if (operator === 'isNull') return isNull(listField, booleanOf(name, value, reading.isText));
  const isList = LISTS.has(operator);
  if (value === null && (operator === 'eq' || operator === 'ne')) return isNull(listField, operator === 'eq');
  const raw = valuesOf(syntax, field, operator, reading.isText);
  if (operator === 'between' && raw.length !== 2) throw badFilter(name, 'must have two values');
  const values = raw.flatMap((one) =>
    one === null && (operator === 'in' || operator === 'nin')
      ? []
      : [readFilterValue(name, field, one, reading)],
  );
  const tree = values.length === 0 ? undefined : conditionOf(listField, operator, values);
  if (isList && values.length < raw.length) return withNull(listField, operator === 'in', tree);
  return tree ?? isNull(listField, true);
}

function operatorOf({ name, operator }: ConditionSyntax, field: FilterField): FilterOperator {
  const given = operator ?? (field.kind === 'textList' || field.kind === 'links' ? 'has' : 'eq');
  const known = operatorsOf(field).find((candidate) => candidate === given);
  if (known === undefined)
    throw badFilter(name, `does not have the operator ${given}; it has ${operatorsOf(field).join(', ')}`);
  return known;
}

/** In a query several values stand in one text, separated by commas; of a field of texts `eq` is the whole text. */
function valuesOf(
  { name, value }: ConditionSyntax,
  field: FilterField,
  operator: FilterOperator,
  isText: boolean,
): readonly unknown[] {
  const isList = LISTS.has(operator);
  if (!isText) {
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    const isOne = !isList && (values.length !== 1 || Array.isArray(value));
    if (isOne || values.length === 0) {
      throw badFilter(name, isOne ? `must have one value for ${operator}` : 'must have at least one value');
    }
    return values;
  }
  if (typeof value !== 'string') throw badFilter(name, 'must be given once, as text');
  const texts = isList || (operator === 'eq' && field.kind !== 'text') ? value.split(',') : [value];
  if (texts.length > MAXIMUM_VALUES) throw badFilter(name, `must have at most ${MAXIMUM_VALUES} values`);
  return texts;
}

function conditionOf(field: ListField, operator: FilterOperator, values: readonly unknown[]): FilterTree {
  if (field.field?.kind === 'dateTime') return timeCondition(field, operator, values as TimeSpan[]);
  return { kind: 'condition', field, operator, values };
}

function isNull(field: ListField, wanted: boolean): FilterTree {
  return { kind: 'condition', field, operator: 'isNull', values: [wanted] };
}

/** `in` and `nin` with null among the values. */
function withNull(field: ListField, isIn: boolean, rest: FilterTree | undefined): FilterTree {
  return {
    kind: isIn ? 'any' : 'all',
    of: [isNull(field, isIn), ...(rest === undefined ? [] : [rest])],
  };
}
