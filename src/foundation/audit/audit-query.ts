import type { QueryParameter } from '../../platform/http/route-options.js';
import { checkFilter } from '../../platform/resource/lists/list-conditions.js';
import { ListDates } from '../../platform/resource/lists/list-dates.js';
import { declaredFields, ListFields } from '../../platform/resource/lists/list-fields.js';
import { badFilter, dateTime, id, oneOf, text } from '../../platform/resource/lists/list-filters.js';
import { listParameters } from '../../platform/resource/lists/list-parameters.js';
import { ListPolicy } from '../../platform/resource/lists/list-policy.js';
import { type ListQuery, readListQuery } from '../../platform/resource/lists/list-query.js';
import { type AuditCondition, conditionsOf } from './audit-condition.js';

export const OUTCOMES = ['success', 'failure'] as const;

/** What lists have and this one has not: it has one order, and no count of what has no bound. */
const NOT_HERE = new Set([
  'page',
  'pageSize',
  'includeTotal',
  'sortBy',
  'sortOrder',
  'sortNulls',
  'search',
  'fields',
  'expand',
]);
const PAGING = new Set(['limit', 'cursor']);

/** Filters say who, what, when and whence, never what a field held: else they would tell of fields a reader may not see. */
const FILTERS = {
  action: text,
  outcome: oneOf(OUTCOMES),
  actorId: id,
  sessionId: id,
  apiKeyId: id,
  address: text,
  requestId: text,
  resource: text,
  recordId: id,
  occurredAt: dateTime,
};
const OF_LOG = {
  aliases: { createdAt: 'occurredAt' },
  sorts: [],
  defaultSort: { field: 'occurredAt', order: 'desc' },
  search: [],
} as const;

const tenantPolicy = new ListPolicy({ ...OF_LOG, filters: FILTERS });
const operatorPolicy = new ListPolicy({ ...OF_LOG, filters: { ...FILTERS, tenantId: id } });

/** Which columns there are is for each source to say. */
const COLUMNS = { column: (name: string) => name, isNullable: () => true, isExact: () => true };
const tenantFields = fieldsOf(tenantPolicy);
const operatorFields = fieldsOf(operatorPolicy);
/** Days are those of UTC, as the log of the installation has them; nothing is relative to now. */
const READING = { isText: true, dates: new ListDates('UTC') };

/** A checked request for entries, newest first. */
export interface AuditQuery {
  readonly conditions: readonly AuditCondition[];
  readonly limit: number;
  readonly cursor: string | undefined;
}

const all = listParameters(tenantPolicy).filter(({ name }) => !NOT_HERE.has(name));

/** As OpenAPI shows them. */
export const AUDIT_PARAMETERS: readonly QueryParameter[] = all.map((parameter) => {
  if (parameter.name === 'limit') return { ...parameter, description: 'Default 20' };
  if (parameter.name !== 'action') return parameter;
  return { ...parameter, description: `${parameter.description ?? ''}; \`lead.*\` is every action on leads` };
});

/** Of an export, which has no pages. */
export const AUDIT_FILTER_PARAMETERS: readonly QueryParameter[] = AUDIT_PARAMETERS.filter(
  ({ name }) => !PAGING.has(name),
);

/** @throws {BadRequestError} naming the parameter that is not one, or says what it may not */
export function readAuditQuery(query: ListQuery): AuditQuery {
  return read(query, tenantFields);
}

/** Like `readAuditQuery`, with `tenantId` as well: the installation's own log. @throws {BadRequestError} */
export function readOperatorQuery(query: ListQuery): AuditQuery {
  return read(query, operatorFields);
}

/** Like `readAuditQuery`, without pages. @throws {BadRequestError} */
export function readExportQuery(query: ListQuery): AuditQuery {
  const paging = Object.keys(query).find((name) => PAGING.has(name));
  if (paging !== undefined) throw badFilter(paging, 'is not a parameter of an export');
  return read(query, tenantFields);
}

function fieldsOf(policy: ListPolicy): ListFields {
  return new ListFields(declaredFields(policy, COLUMNS), new Map(), new Set());
}

function read(query: ListQuery, fields: ListFields): AuditQuery {
  const refused = Object.keys(query).find((name) => NOT_HERE.has(name));
  if (refused !== undefined) {
    throw badFilter(
      refused,
      'is not a parameter of this list, which is newest first and has limit and cursor',
    );
  }
  const { filter, pageSize, mode } = readListQuery(query);
  const names = { fields, relations: new Map() };
  const conditions = filter === undefined ? [] : conditionsOf(checkFilter(filter, names, READING));
  return {
    conditions: conditions.map(withWildcard).map(inLowerCase),
    limit: pageSize,
    cursor: mode.kind === 'cursor' ? mode.cursor : undefined,
  };
}

/** `action=lead.*` */
function withWildcard(condition: AuditCondition): AuditCondition {
  const [value] = condition.values;
  const isPattern =
    condition.field === 'action' &&
    condition.operator === 'eq' &&
    typeof value === 'string' &&
    value.endsWith('.*');
  return isPattern ? { ...condition, operator: 'startsWith', values: [value.slice(0, -1)] } : condition;
}

/** Ids of records stand as text beside those of other subjects. */
function inLowerCase(condition: AuditCondition): AuditCondition {
  if (condition.field !== 'recordId' || condition.operator === 'isNull') return condition;
  return { ...condition, values: condition.values.map((value) => String(value).toLowerCase()) };
}
