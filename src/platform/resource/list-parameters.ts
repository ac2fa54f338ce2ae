import { PAGE_PARAMETERS } from '../http/page-query.js';
import type { QueryParameter, QueryParameterSchema } from '../http/route-options.js';
import { type FilterField, type FilterOperator, operatorsOf } from './list-filters.js';
import { type ListPolicy, MAXIMUM_PAGE_SIZE } from './list-policy.js';

const TEXT: QueryParameterSchema = { type: 'string' };
const FLAG: QueryParameterSchema = { type: 'boolean' };

/** What a value of the kind looks like, for people. */
const VALUES: Readonly<Record<FilterField['kind'], string>> = {
  text: 'A text, matched whole',
  enum: 'One of',
  number: 'A number',
  dateTime: 'An ISO 8601 date or time',
  date: 'A date such as 2024-05-01',
  id: 'An id',
  boolean: 'true or false',
  textList: 'Texts, of which the list has at least one',
};

/** The parameters of a list for OpenAPI: those of pages and cursors, search and sorting, then each filter with its operators. */
export function listParameters(policy: ListPolicy): QueryParameter[] {
  const filters = [...policy.filters].map(([name, field]) => filterParameter(name, field));
  const aliases = [...policy.aliases].map(([name, field]) => ({
    ...filterParameter(name, policy.filters.get(field) ?? { kind: 'text' }),
    description: `The same as \`${field}\``,
  }));
  return [...PAGE_PARAMETERS, ...cursorParameters(), ...orderParameters(policy), ...filters, ...aliases];
}

function cursorParameters(): QueryParameter[] {
  return [
    {
      name: 'limit',
      description: 'Without `page`: cursor mode, with so many items and no count',
      schema: { type: 'integer', minimum: 1, maximum: MAXIMUM_PAGE_SIZE },
    },
    { name: 'cursor', description: '`nextCursor` of the page before', schema: TEXT },
    { name: 'includeTotal', description: 'Count in cursor mode too', schema: FLAG },
  ];
}

function orderParameters({ defaultSort, sorts, search }: ListPolicy): QueryParameter[] {
  const searched: QueryParameter = {
    name: 'search',
    description: `Text in any of ${search.join(', ')}`,
    schema: { type: 'string', maxLength: 200 },
  };
  return [
    {
      name: 'sortBy',
      description: `Default \`${defaultSort.field}\`, \`${defaultSort.order}\``,
      schema: { type: 'string', enum: [...sorts] },
    },
    {
      name: 'sortOrder',
      description: 'Default `asc` where `sortBy` is given',
      schema: { type: 'string', enum: ['asc', 'desc'] },
    },
    ...(search.length === 0 ? [] : [searched]),
  ];
}

/** `score=50` and `score[gte]=50` are one parameter: a value, or an object of operators written with brackets. */
function filterParameter(name: string, field: FilterField): QueryParameter {
  const operators = operatorsOf(field);
  const properties = Object.fromEntries(
    operators.map((operator) => [operator, operator === 'isNull' ? FLAG : operandSchema(field, operator)]),
  );
  const values = field.values === undefined ? '' : ` ${field.values.join(', ')}`;
  const several = field.kind === 'text' || field.kind === 'boolean' ? '' : '; several separated by commas';
  const [example = ''] = operators.filter((operator) => operator !== 'eq');
  return {
    name,
    description: `${VALUES[field.kind]}${values}${several}. Or with an operator, \`${name}[${example}]=…\`: ${operators.join(', ')}`,
    style: 'deepObject',
    schema: { anyOf: [valueSchema(field), { type: 'object', properties, additionalProperties: false }] },
  };
}

function valueSchema({ kind }: FilterField): QueryParameterSchema {
  return kind === 'boolean' ? FLAG : TEXT;
}

/** Comma-separated where the operator takes several, so a text there. */
function operandSchema(field: FilterField, operator: FilterOperator): QueryParameterSchema {
  const takesOne = ['gt', 'gte', 'lt', 'lte', 'ne'].includes(operator);
  if (takesOne && field.kind === 'number') return { type: 'number' };
  if (takesOne && field.kind === 'enum') return { type: 'string', enum: [...(field.values ?? [])] };
  return valueSchema(field);
}
