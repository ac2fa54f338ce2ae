import type { QueryParameter } from '../../../platform/http/route-options.js';
import { listParameters } from '../../../platform/resource/lists/list-parameters.js';
import type {
  ConditionSyntax,
  FilterSyntax,
  ListSyntax,
} from '../../../platform/resource/lists/list-syntax.js';
import { DELIVERY_POLICY, EVENT } from './delivery-list.policy.js';

const NOT_HERE = new Set(['view', 'search', 'expand']);
const RECORD_ID = 'recordId';

/** As OpenAPI shows them. */
export const DELIVERY_PARAMETERS: readonly QueryParameter[] = [
  ...listParameters(DELIVERY_POLICY)
    .filter(({ name }) => !NOT_HERE.has(name))
    .map((parameter) =>
      parameter.name === 'eventType'
        ? { ...parameter, description: `${parameter.description ?? ''}; \`lead.*\` is every event of leads` }
        : parameter,
    ),
  { name: RECORD_ID, description: 'The record whose events they are; several separated by commas' },
  { name: 'fields', description: 'Fields to answer, separated by commas; `id` always is' },
];

/** A request as its author means it: `eventType=lead.*` is a beginning, and a record's id is its event's. */
export function asDeliveryList(syntax: ListSyntax, webhookId?: string): ListSyntax {
  const asked = syntax.filter && inFilter(syntax.filter);
  if (webhookId === undefined) return { ...syntax, filter: asked };
  const ofWebhook = { kind: 'condition', name: 'webhookId', operator: 'eq', value: webhookId } as const;
  return {
    ...syntax,
    filter: { kind: 'all', of: [ofWebhook, ...(asked === undefined ? [] : [asked])] },
  };
}

function inFilter(filter: FilterSyntax): FilterSyntax {
  switch (filter.kind) {
    case 'all':
    case 'any':
      return { kind: filter.kind, of: filter.of.map(inFilter) };
    case 'not':
    case 'saved':
      return { kind: filter.kind, of: inFilter(filter.of) };
    case 'condition':
      return inCondition(filter);
  }
}

function inCondition(condition: ConditionSyntax): ConditionSyntax {
  const { name, operator, value } = condition;
  if (name === RECORD_ID) return { ...condition, name: `${EVENT}.${RECORD_ID}` };
  const isPattern =
    name === 'eventType' && (operator ?? 'eq') === 'eq' && typeof value === 'string' && value.endsWith('.*');
  return isPattern ? { ...condition, operator: 'startsWith', value: value.slice(0, -1) } : condition;
}
