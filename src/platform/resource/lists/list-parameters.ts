import { PAGE_PARAMETERS } from '../../http/page-query.js';
import type { QueryParameter, QueryParameterSchema } from '../../http/route-options.js';
import { type FilterField, type FilterOperator, operatorsOf } from './list-filters.js';
import { RELATIVE_DATES } from './list-dates.js';
import type { ListPolicy } from './list-policy.js';
import { MAXIMUM_PAGE_SIZE, MAXIMUM_SORTS } from './list-syntax.js';
import type { RecordEntity } from '../record.entity.js';
import type { ResourceDescriptor } from '../resource-descriptor.js';
import { referencesOf } from '../relations/resource-references.js';

const TEXT: QueryParameterSchema = { type: 'string' };
const FLAG: QueryParameterSchema = { type: 'boolean' };

/** What a value of the kind looks like, for people. */
const VALUES: Readonly<Record<FilterField['kind'], string>> = {
  text: 'A text, matched whole',
  enum: 'One of',
  number: 'A number',
  dateTime: `An ISO 8601 time, a day (all of it), or a relative one (${RELATIVE_DATES})`,
  date: 'A date, or a relative one',
  id: 'An id',
  boolean: 'true or false',
  textList: 'Texts, of which the list has at least one',
  links:
    'Records, of which it is linked to at least one: the id, or `contact:<id>` where the name fixes no resource',
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

/** Which fields of a record are answered, and what is embedded in it. */
export function shapeParameters<Entity extends RecordEntity>(
  descriptor: Pick<ResourceDescriptor<Entity>, 'references'>,
): QueryParameter[] {
  const relations = referencesOf(descriptor).map(({ relation }) => relation);
  return [
    {
      name: 'fields',
      description: 'Fields to answer, separated by commas; `id` and `version` always are',
      schema: TEXT,
    },
    {
      name: 'expand',
      description: `What to embed, separated by commas: ${relations.join(', ') || 'nothing here'}`,
      schema: TEXT,
    },
  ];
}

/** Which version of a record is answered. */
export const AS_OF: QueryParameter = {
  name: 'asOf',
  description:
    'The record as it was at this ISO 8601 time, with the version of then; 410 `HISTORY_EXPIRED` for one before what is kept',
  schema: TEXT,
};

/** Of what is listed newest first, and has no pages by number. */
export const CURSOR_PARAMETERS: readonly QueryParameter[] = [
  {
    name: 'limit',
    description: 'Default 20',
    schema: { type: 'integer', minimum: 1, maximum: MAXIMUM_PAGE_SIZE },
  },
  { name: 'cursor', description: '`nextCursor` of the page before', schema: TEXT },
];

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
      name: 'view',
      description: 'Id of a saved view: its filter holds too, the rest of it where the request names none',
      schema: TEXT,
    },
    {
      name: 'sortBy',
      description: `Up to ${MAXIMUM_SORTS}, separated by commas. Default \`${defaultSort.field}\`, \`${defaultSort.order}\``,
      schema: { anyOf: [{ type: 'string', enum: [...sorts] }, TEXT] },
    },
    {
      name: 'sortOrder',
      description:
        '`asc` or `desc`, for all of `sortBy` or one for each. Default `asc` where `sortBy` is given',
      schema: TEXT,
    },
    {
      name: 'sortNulls',
      description: '`first` or `last`, for all of `sortBy` or one for each. Default `last`',
      schema: TEXT,
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
