import { PRICING_RECORDS } from './pricing-cases.js';
import { type CaseGround, made, type MakeCase, unique } from './route-case.js';
import { TICKET_RECORDS } from './ticket-cases.js';

/** Valid bodies of each record type, or promises of them; what a body grants is what its maker holds. */
export const RECORDS: Readonly<Record<string, (ground: CaseGround, permission: string) => unknown>> = {
  ...PRICING_RECORDS,
  ...TICKET_RECORDS,
  companies: () => ({ name: unique('company') }),
  contacts: () => ({ lastName: unique('contact') }),
  clients: () => ({ lastName: unique('client') }),
  customers: () => ({ lastName: unique('customer') }),
  leads: () => ({ lastName: unique('lead') }),
  deals: () => ({ name: unique('deal') }),
  opportunities: () => ({ name: unique('opportunity') }),
  pipelines: () => ({ name: unique('pipeline') }),
  activities: () => ({ kind: 'note', subject: unique('activity') }),
  interactions: () => ({ kind: 'call', subject: unique('interaction') }),
  tasks: () => ({ title: unique('task') }),
  notes: () => ({ body: unique('note') }),
  'calendar-events': () => ({ title: unique('event'), startsAt: '2027-05-03T09:00:00.000Z' }),
  articles: () => ({ title: unique('article'), body: 'Text' }),
  'article-categories': () => ({ name: unique('category') }),
  views: () => ({ name: unique('view'), resource: 'leads', visibility: 'everyone' }),
  webhooks: () => ({ url: 'https://example.com/hook', events: ['lead.created'], enabled: false }),
  roles: (_ground, permission) => ({ name: unique('role'), permissions: [permission] }),
  tags: () => ({ name: unique('tag') }),
  'duplicate-rules': () => ({
    name: unique('rule'),
    resource: 'leads',
    enabled: false,
    conditions: [{ field: 'email', match: 'exact' }],
  }),
  'business-hours': () => ({
    name: unique('hours'),
    timeZone: 'Europe/Berlin',
    days: { monday: [{ from: '09:00', to: '17:00' }] },
  }),
  'sla-policies': () => ({
    name: unique('policy'),
    resource: 'lead',
    active: false,
    targets: [{ resolution: 60 }],
  }),
  teams: () => ({ name: unique('team') }),
  'assignment-rules': ({ admin }) => ({
    name: unique('rule'),
    enabled: false,
    userIds: [admin.tenant.userId],
  }),
  'api-keys': (_ground, permission) => ({ name: unique('key'), permissions: [permission] }),
  'custom-fields': () => ({
    resource: 'leads',
    key: unique('field').replaceAll('-', 'x'),
    label: 'Field',
    type: 'text',
  }),
};

/** Where records of a type are served, when that is not below their plural. */
const PLACES: Readonly<Record<string, string>> = {
  'calendar-events': 'calendar/events',
  articles: 'knowledge-base/articles',
  'article-categories': 'knowledge-base/categories',
};

export function rootOf(plural: string): string {
  return `/api/${PLACES[plural] ?? plural}`;
}

/** The record type that is served at a place of two words: `calendar/events`. */
export function pluralAt(place: string): string | undefined {
  return Object.keys(PLACES).find((plural) => PLACES[plural] === place);
}

/** One item each; an upsert that only creates takes what the route asks for first. */
export function bulkCase(
  method: string,
  plural: string,
  bodyOf: (ground: CaseGround, permission: string) => unknown,
): MakeCase {
  const root = rootOf(plural);
  const name = plural.replaceAll(/-([a-z])/g, (_match, letter: string) => letter.toUpperCase());
  return async (ground, permission) => {
    const body = (await bodyOf(ground, permission)) as Record<string, unknown>;
    if (method === 'POST') return { path: `${root}/bulk`, body: { [name]: [body] } };
    if (method === 'PUT') {
      const item = { ...body, externalId: unique('external') };
      return { path: `${root}/bulk?policy=createOnly`, body: { [name]: [item] } };
    }
    const id = await made(ground.admin, root, body);
    return { path: `${root}/bulk`, body: { [name]: [method === 'PATCH' ? { ...body, id } : { id }] } };
  };
}
