import type { ApiClient, RegisteredTenant } from './api-client.js';
import type { ProductRoute } from './routes.js';

export const PASSWORD = 'Member@123';

/** A request that succeeds when the caller may make it: with things that were made for it alone. */
export interface RouteCase {
  readonly path: string;
  readonly body?: unknown;
}

/** Who makes what a case needs. */
export interface CaseGround {
  /** Of the tenant; makes the things. */
  readonly admin: ApiClient & { readonly tenant: RegisteredTenant };
  /** Name of a role that holds nothing, so that whoever makes users may give it. */
  readonly emptyRole: string;
  /** A service user with that role. */
  readonly serviceUserId: string;
}

/** The session that makes the request, for routes about sessions. */
export interface CaseCaller {
  readonly client: ApiClient;
  readonly email: string;
}

type MakeCase = (
  ground: CaseGround,
  permission: string,
  caller: CaseCaller,
) => Promise<RouteCase> | RouteCase;

let count = 0;

function unique(prefix: string): string {
  count += 1;
  return `${prefix}-${process.pid}-${count}`;
}

async function made(client: ApiClient, path: string, body: unknown): Promise<string> {
  const answer = await client.post(path, { body });
  if (answer.status !== 201) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return String(answer.body['id']);
}

/** Valid bodies of each record type; what a body grants is what its maker holds. */
const RECORDS: Readonly<Record<string, (ground: CaseGround, permission: string) => unknown>> = {
  leads: () => ({ lastName: unique('lead') }),
  webhooks: () => ({ url: 'https://example.com/hook', events: ['lead.created'], enabled: false }),
  roles: (_ground, permission) => ({ name: unique('role'), permissions: [permission] }),
  teams: () => ({ name: unique('team') }),
  'api-keys': (_ground, permission) => ({ name: unique('key'), permissions: [permission] }),
};

const user = ({ emptyRole }: CaseGround) => ({
  email: `${unique('user')}@example.com`,
  name: 'Somebody',
  role: emptyRole,
});
const invitee = ({ emptyRole }: CaseGround) => ({
  email: `${unique('invitee')}@example.com`,
  role: emptyRole,
});
const invitation = (ground: CaseGround) => made(ground.admin, '/api/users/invite', invitee(ground));
const organization = ({ admin }: CaseGround) =>
  made(admin, '/api/organizations', { name: unique('organization') });

async function firstOf(client: ApiClient, path: string): Promise<string> {
  const { body } = await client.get<{ items: { id: string }[] }>(path);
  return body.items[0]?.id ?? '';
}

/** Everything that is no standard route of a record type. */
const OTHERS: Readonly<Record<string, MakeCase>> = {
  'POST /api/api-keys/:id/rotate': async ({ admin, serviceUserId }, permission) => {
    const body = { name: unique('key'), permissions: [permission], userId: serviceUserId };
    return { path: `/api/api-keys/${await made(admin, '/api/api-keys', body)}/rotate`, body: {} };
  },
  'GET /api/api-keys/:id/usage': async ({ admin }, permission) => {
    const body = { name: unique('key'), permissions: [permission] };
    return { path: `/api/api-keys/${await made(admin, '/api/api-keys', body)}/usage` };
  },
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
  'GET /api/webhooks/:id/deliveries': async (ground) => {
    const id = await made(ground.admin, '/api/webhooks', RECORDS['webhooks']?.(ground, ''));
    return { path: `/api/webhooks/${id}/deliveries` };
  },
  'GET /api/webhooks/deliveries': () => ({ path: '/api/webhooks/deliveries' }),
};

/** Needs a delivery, which only a worker makes: what may be asked of it is asked in the specs of deliveries. */
export const WITHOUT_CASE: ReadonlySet<string> = new Set(['GET /api/webhooks/deliveries/:deliveryId']);

/** How to make the request of a route; undefined for a route that nobody has thought of. */
export function caseFor({ method, path }: ProductRoute): MakeCase | undefined {
  const special = OTHERS[`${method} ${path}`];
  if (special !== undefined) return special;
  const [, plural = '', below = ''] = /^\/api\/([a-z-]+)(\/:id(?:\/restore)?)?$/.exec(path) ?? [];
  const bodyOf = RECORDS[plural];
  if (bodyOf === undefined) return undefined;
  return async (ground, permission) => {
    const root = `/api/${plural}`;
    const body = method === 'GET' || method === 'DELETE' ? {} : { body: bodyOf(ground, permission) };
    if (below === '') return { path: root, ...body };
    const id = await made(ground.admin, root, bodyOf(ground, permission));
    if (below.endsWith('/restore')) {
      await ground.admin.delete(`${root}/${id}`);
      return { path: `${root}/${id}/restore`, body: {} };
    }
    return { path: `${root}/${id}`, ...body };
  };
}
