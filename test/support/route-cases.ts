import { AGENDA_CASES } from './agenda-cases.js';
import type { ApiClient } from './api-client.js';
import { KNOWLEDGE_CASES } from './knowledge-cases.js';
import { PRICING_CASES } from './pricing-cases.js';
import { bulkCase, pluralAt, RECORDS, rootOf } from './record-cases.js';
import { type CaseGround, made, type MakeCase, PASSWORD, unique } from './route-case.js';
import type { ProductRoute } from './routes.js';
import { SALES_CASES } from './sales-cases.js';
import { SLA_CASES } from './sla-cases.js';
import { TICKET_CASES } from './ticket-cases.js';

const user = ({ emptyRole }: CaseGround) => ({
  email: `${unique('user')}@example.com`,
  name: 'Somebody',
  role: emptyRole,
});
const invitee = ({ emptyRole }: CaseGround) => ({
  email: `${unique('invitee')}@example.com`,
  role: emptyRole,
});
const lead = ({ admin }: CaseGround) => made(admin, '/api/leads', { lastName: unique('lead') });
const invitation = (ground: CaseGround) => made(ground.admin, '/api/users/invite', invitee(ground));
const organization = ({ admin }: CaseGround) =>
  made(admin, '/api/organizations', { name: unique('organization') });

const contact = (ground: CaseGround) =>
  made(ground.admin, '/api/contacts', RECORDS['contacts']?.(ground, ''));
const company = (ground: CaseGround) =>
  made(ground.admin, '/api/companies', RECORDS['companies']?.(ground, ''));
const webhook = (ground: CaseGround, enabled = false) =>
  made(ground.admin, '/api/webhooks', {
    ...Object(RECORDS['webhooks']?.(ground, '')),
    ...(enabled && { url: 'http://127.0.0.1:1/hook', events: ['lead.restored'], enabled }),
  });
/** One that the caller owns: users delete and restore no others. */
async function viewOf({ admin }: CaseGround, caller: ApiClient): Promise<string> {
  const { body } = await caller.get('/api/users/me');
  const view = { name: unique('view'), resource: 'leads', visibility: 'everyone', ownerId: body['id'] };
  return made(admin, '/api/views', view);
}

async function firstOf(client: ApiClient, path: string): Promise<string> {
  const { body } = await client.get<{ items: { id: string }[] }>(path);
  return body.items[0]?.id ?? '';
}

/** Everything that is no standard route of a record type. */
const OTHERS: Readonly<Record<string, MakeCase>> = {
  ...AGENDA_CASES,
  ...KNOWLEDGE_CASES,
  ...SLA_CASES,
  ...TICKET_CASES,
  ...SALES_CASES,
  ...PRICING_CASES,
  'POST /api/api-keys/:id/rotate': async ({ admin, serviceUserId }, permission) => {
    const body = { name: unique('key'), permissions: [permission], userId: serviceUserId };
    return { path: `/api/api-keys/${await made(admin, '/api/api-keys', body)}/rotate`, body: {} };
  },
  'GET /api/api-keys/:id/usage': async ({ admin }, permission) => {
    const body = { name: unique('key'), permissions: [permission] };
    return { path: `/api/api-keys/${await made(admin, '/api/api-keys', body)}/usage` };
  },
  'GET /api/attachments': () => ({ path: '/api/attachments' }),
  'GET /api/attachments/export': () => ({ path: '/api/attachments/export' }),
  'POST /api/attachments/export': () => ({ path: '/api/attachments/export', body: {} }),
  'POST /api/attachments/search': () => ({ path: '/api/attachments/search', body: {} }),
  'GET /api/audit-logs': () => ({ path: '/api/audit-logs' }),
  'GET /api/audit-logs/:id': async ({ admin }) => ({
    path: `/api/audit-logs/${await firstOf(admin, '/api/audit-logs?limit=1')}`,
  }),
  'GET /api/audit-logs/export': () => ({ path: '/api/audit-logs/export?format=ndjson' }),
  'POST /api/auth/change-password': () => ({
    path: '/api/auth/change-password',
    body: { currentPassword: PASSWORD, newPassword: PASSWORD },
  }),
  'GET /api/auth/csrf': () => ({ path: '/api/auth/csrf' }),
  'POST /api/auth/logout': () => ({ path: '/api/auth/logout', body: {} }),
  'GET /api/auth/me': () => ({ path: '/api/auth/me' }),
  'GET /api/auth/session': () => ({ path: '/api/auth/session' }),
  'DELETE /api/auth/sessions': () => ({ path: '/api/auth/sessions' }),
  'GET /api/auth/sessions': () => ({ path: '/api/auth/sessions' }),
  'DELETE /api/auth/sessions/:id': async (_ground, _permission, { client }) => ({
    path: `/api/auth/sessions/${await firstOf(client, '/api/auth/sessions')}`,
  }),
  'POST /api/auth/switch-tenant': ({ admin }) => ({
    path: '/api/auth/switch-tenant',
    body: { tenantId: admin.tenant.tenantId },
  }),
  'GET /api/clients/search': () => ({ path: '/api/clients/search?q=somebody' }),
  'GET /api/companies/:id/contacts': async (ground) => ({
    path: `/api/companies/${await company(ground)}/contacts`,
  }),
  'POST /api/companies/:id/contacts/:contactId': async (ground) => ({
    path: `/api/companies/${await company(ground)}/contacts/${await contact(ground)}`,
    body: { role: 'Founder' },
  }),
  'DELETE /api/companies/:id/contacts/:contactId': async (ground) => ({
    path: `/api/companies/${await company(ground)}/contacts/${await contact(ground)}`,
  }),
  'GET /api/contacts/:id/companies': async (ground) => ({
    path: `/api/contacts/${await contact(ground)}/companies`,
  }),
  'POST /api/contacts/:id/companies/:companyId': async (ground) => ({
    path: `/api/contacts/${await contact(ground)}/companies/${await company(ground)}`,
    body: { isPrimary: true },
  }),
  'DELETE /api/contacts/:id/companies/:companyId': async (ground) => ({
    path: `/api/contacts/${await contact(ground)}/companies/${await company(ground)}`,
  }),
  'GET /api/contacts/:id/consents': async (ground) => ({
    path: `/api/contacts/${await contact(ground)}/consents`,
  }),
  'GET /api/contacts/:id/consents/history': async (ground) => ({
    path: `/api/contacts/${await contact(ground)}/consents/history`,
  }),
  'PUT /api/contacts/:id/consents/:purpose': async (ground) => ({
    path: `/api/contacts/${await contact(ground)}/consents/sms`,
    body: { status: 'granted' },
  }),
  'GET /api/contacts/:id/lifecycle-history': async (ground) => ({
    path: `/api/contacts/${await contact(ground)}/lifecycle-history`,
  }),
  'GET /api/contacts/:id/relationships': async (ground) => ({
    path: `/api/contacts/${await contact(ground)}/relationships`,
  }),
  'POST /api/contacts/:id/relationships': async (ground) => ({
    path: `/api/contacts/${await contact(ground)}/relationships`,
    body: { contactId: await contact(ground), kind: 'friend' },
  }),
  'DELETE /api/contacts/:id/relationships/:relationshipId': async (ground) => {
    const root = `/api/contacts/${await contact(ground)}/relationships`;
    const relationship = { contactId: await contact(ground), kind: 'friend' };
    return { path: `${root}/${await made(ground.admin, root, relationship)}` };
  },
  'GET /api/events': () => ({ path: '/api/events?limit=1' }),
  'GET /api/events/:id': async ({ admin }) => ({
    path: `/api/events/${await firstOf(admin, '/api/events?resource=user&limit=1')}`,
  }),
  'GET /api/erasures': () => ({ path: '/api/erasures' }),
  'GET /api/erasures/:id': async (ground) => {
    const { body } = await ground.admin.post(`/api/leads/${await lead(ground)}/erase`, { body: {} });
    return { path: `/api/erasures/${String(body['id'])}` };
  },
  'GET /api/jobs': () => ({ path: '/api/jobs' }),
  'GET /api/notifications': () => ({ path: '/api/notifications' }),
  'GET /api/notifications/unread-count': () => ({ path: '/api/notifications/unread-count' }),
  'POST /api/notifications/read': () => ({ path: '/api/notifications/read', body: {} }),
  'GET /api/notifications/preferences': () => ({ path: '/api/notifications/preferences' }),
  'PATCH /api/notifications/preferences': () => ({
    path: '/api/notifications/preferences',
    body: { kinds: [] },
  }),
  'POST /api/leads/:id/assign': async (ground) => ({
    path: `/api/leads/${await lead(ground)}/assign`,
    body: { ownerId: ground.admin.tenant.userId },
  }),
  'GET /api/leads/:id/status-history': async (ground) => ({
    path: `/api/leads/${await lead(ground)}/status-history`,
  }),
  'GET /api/merges': () => ({ path: '/api/merges' }),
  'GET /api/organizations': () => ({ path: '/api/organizations' }),
  'POST /api/organizations': () => ({ path: '/api/organizations', body: { name: unique('organization') } }),
  'GET /api/organizations/:id': ({ admin }) => ({ path: `/api/organizations/${admin.tenant.tenantId}` }),
  'PATCH /api/organizations/:id': ({ admin }) => ({
    path: `/api/organizations/${admin.tenant.tenantId}`,
    body: { industry: unique('industry') },
  }),
  'DELETE /api/organizations/:id': async (ground) => ({
    path: `/api/organizations/${await organization(ground)}`,
  }),
  'POST /api/organizations/:id/restore': async (ground) => {
    const id = await organization(ground);
    await ground.admin.delete(`/api/organizations/${id}`);
    return { path: `/api/organizations/${id}/restore`, body: {} };
  },
  'GET /api/roles/catalogue': () => ({ path: '/api/roles/catalogue' }),
  'GET /api/search': () => ({ path: '/api/search?q=somebody' }),
  'GET /api/settings': () => ({ path: '/api/settings' }),
  'PATCH /api/settings': () => ({ path: '/api/settings', body: { currency: 'EUR' } }),
  'POST /api/tags/apply': () => ({
    path: '/api/tags/apply',
    body: { resource: 'leads', ids: [], add: ['x'] },
  }),
  'GET /api/tags/usage': () => ({ path: '/api/tags/usage' }),
  'GET /api/usage': () => ({ path: '/api/usage' }),
  'GET /api/users': () => ({ path: '/api/users' }),
  'POST /api/users': (ground) => ({ path: '/api/users', body: user(ground) }),
  'GET /api/users/:id': ({ admin }) => ({ path: `/api/users/${admin.tenant.userId}` }),
  'PATCH /api/users/:id': async (ground) => ({
    path: `/api/users/${await made(ground.admin, '/api/users', user(ground))}`,
    body: { active: false },
  }),
  'GET /api/users/invitations': () => ({ path: '/api/users/invitations' }),
  'DELETE /api/users/invitations/:id': async (ground) => ({
    path: `/api/users/invitations/${await invitation(ground)}`,
  }),
  'POST /api/users/invitations/:id/resend': async (ground) => ({
    path: `/api/users/invitations/${await invitation(ground)}/resend`,
    body: {},
  }),
  'POST /api/users/invite': (ground) => ({ path: '/api/users/invite', body: invitee(ground) }),
  'GET /api/users/me': () => ({ path: '/api/users/me' }),
  'PATCH /api/users/me': () => ({ path: '/api/users/me', body: { name: 'Myself' } }),
  'DELETE /api/views/:id': async (ground, _permission, { client }) => ({
    path: `/api/views/${await viewOf(ground, client)}`,
  }),
  'DELETE /api/views/bulk': async (ground, _permission, { client }) => ({
    path: '/api/views/bulk',
    body: { views: [{ id: await viewOf(ground, client) }] },
  }),
  'POST /api/views/:id/restore': async (ground, _permission, { client }) => {
    const id = await viewOf(ground, client);
    await ground.admin.delete(`/api/views/${id}`);
    return { path: `/api/views/${id}/restore`, body: {} };
  },
  'GET /api/webhooks/:id/deliveries': async (ground) => ({
    path: `/api/webhooks/${await webhook(ground)}/deliveries`,
  }),
  'POST /api/webhooks/:id/recover': async (ground) => ({
    path: `/api/webhooks/${await webhook(ground, true)}/recover`,
    body: { since: new Date(Date.now() - 60_000).toISOString() },
  }),
  'GET /api/webhooks/:id/stats': async (ground) => ({
    path: `/api/webhooks/${await webhook(ground)}/stats`,
  }),
  'POST /api/webhooks/:id/test': async (ground) => ({
    path: `/api/webhooks/${await webhook(ground, true)}/test`,
    body: {},
  }),
  'POST /api/webhooks/:id/disable': async (ground) => ({
    path: `/api/webhooks/${await webhook(ground)}/disable`,
    body: { reason: 'Not needed' },
  }),
  'POST /api/webhooks/:id/enable': async (ground) => ({
    path: `/api/webhooks/${await webhook(ground)}/enable`,
    body: {},
  }),
  'POST /api/webhooks/:id/secret/rotate': async (ground) => ({
    path: `/api/webhooks/${await webhook(ground)}/secret/rotate`,
    body: { overlapHours: 1 },
  }),
  'GET /api/webhooks/event-types': () => ({ path: '/api/webhooks/event-types' }),
  'GET /api/webhooks/event-types/:name': () => ({ path: '/api/webhooks/event-types/lead.created' }),
  'GET /api/webhooks/deliveries': () => ({ path: '/api/webhooks/deliveries' }),
  'POST /api/webhooks/deliveries/search': () => ({ path: '/api/webhooks/deliveries/search', body: {} }),
};

/** How to make the request of a route; undefined for a route that nobody has thought of. */
export function caseFor({ method, path }: ProductRoute): MakeCase | undefined {
  const special = OTHERS[`${method} ${path}`];
  if (special !== undefined) return special;
  const [, place = '', below = ''] =
    /^\/api\/(calendar\/events|knowledge-base\/(?:articles|categories)|[a-z-]+)(\/:id(?:\/(?:restore|history|revert|timeline|erase|subject-export))?|\/search|\/duplicates|\/bulk|\/export)?$/.exec(
      path,
    ) ?? [];
  const plural = pluralAt(place) ?? place;
  const bodyOf = RECORDS[plural];
  if (bodyOf === undefined) return undefined;
  if (below === '/bulk') return bulkCase(method, plural, bodyOf);
  return async (ground, permission) => {
    const root = rootOf(plural);
    // A change says what its record says already: some fields are there to stay.
    const record = await bodyOf(ground, permission);
    const body = method === 'GET' || method === 'DELETE' ? {} : { body: record };
    if (below === '') return { path: root, ...body };
    if (below === '/duplicates') return { path: `${root}/duplicates` };
    if (below === '/search') return { path: `${root}/search`, body: {} };
    if (below === '/export') return { path: `${root}/export`, ...(method === 'POST' && { body: {} }) };
    const id = await made(ground.admin, root, record);
    if (below.endsWith('/restore')) {
      await ground.admin.delete(`${root}/${id}`);
      return { path: `${root}/${id}/restore`, body: {} };
    }
    if (/\/(erase|subject-export)$/.test(below)) return { path: root + below.replace(':id', id), body: {} };
    if (below.endsWith('/revert')) return { path: `${root}/${id}/revert`, body: { version: 1 } };
    return { path: root + below.replace(':id', id), ...body };
  };
}
