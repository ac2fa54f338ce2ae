import { beforeAll, describe, expect, it } from '@jest/globals';
import { SignJWT } from 'jose';
import type { ApiAnswer, ApiClient, RegisteredTenant } from '../support/api-client.js';
import { type CaseGround, PASSWORD } from '../support/route-case.js';
import { caseFor } from '../support/route-cases.js';
import { WITHOUT_CASE } from '../support/routes-without-case.js';
import { fillPath, listRoutes, type ProductRoute } from '../support/routes.js';
import { addMember, type Member } from '../support/team-of-members.js';
import { useTestProduct } from '../support/use-test-product.js';

const OPERATOR_TOKEN = 'operator-0123456789-abcdefghijklmnopqrstuvwxyz';
const NOBODYS_ID = '0190b2a0-0000-7000-8000-000000000000';
const OPEN = new Set(['authenticated', 'session']);

/** What the built-in roles may do, written down a second time: the product's own rules are what is tested. */
const MAY: Readonly<Record<string, (permission: string) => boolean>> = {
  Admin: () => true,
  Manager: (permission) =>
    /^(companies|contacts|leads|deals|pipelines|products|price-books|price-book-entries|line-items|quotas|activities|tasks|notes|calendar-events|attachments|tags|views|tickets|ticket-queues|ticket-comments|articles|article-categories):(read|create|update|delete)$|^sla-targets:read$|^articles:publish$|^webhooks:|^(users|teams|roles|settings|custom-fields):read$/.test(
      permission,
    ),
  User: (permission) =>
    /^(companies|contacts|leads|deals|products|price-books|price-book-entries|line-items|quotas|activities|tasks|notes|calendar-events|attachments|tags|views|tickets|ticket-queues|ticket-comments|articles|article-categories):(read|create|update)$|^sla-targets:read$|^views:delete$|^(users|pipelines|teams|settings|custom-fields):read$/.test(
      permission,
    ),
};

function codeOf({ body }: ApiAnswer): unknown {
  const error = (body as Record<string, unknown> | undefined)?.['error'];
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}

/** What they name is in every tenant. */
const SAME_FOR_ALL: ReadonlySet<string> = new Set(['GET /api/webhooks/event-types/:name']);

describe('every route', () => {
  const { product, api } = useTestProduct({ OPERATOR_TOKEN, INVITATIONS_PER_HOUR: '10000' });
  let ground: CaseGround;
  let stranger: ApiClient;
  let routes: readonly ProductRoute[];
  const members = new Map<string, Member>();
  const keys = new Map<string, ApiClient>();
  const keyIds = new Map<string, string>();
  let permissions: readonly string[];

  beforeAll(async () => {
    const admin: ApiClient & { readonly tenant: RegisteredTenant } = await api().register();
    stranger = await api().register();
    const emptyRole = 'Nothing';
    await admin.post('/api/roles', { body: { name: emptyRole, permissions: [] } });
    const service = await admin.post('/api/users', {
      body: { kind: 'service', name: 'Service', role: emptyRole },
    });
    ground = { admin, emptyRole, serviceUserId: String(service.body['id']) };
    for (const role of ['Admin', 'Manager', 'User']) members.set(role, await addMember(admin, role));
    const catalogue = await admin.get<{ permissions: { name: string }[] }>('/api/roles/catalogue');
    permissions = catalogue.body.permissions.map(({ name }) => name);
    routes = listRoutes(product().app).filter(({ path }) => path.startsWith('/api/'));
  });

  const nameOf = ({ method, path }: ProductRoute) => `${method} ${path}`;
  const permissionOf = ({ options }: ProductRoute) => options?.permission ?? '';
  const guarded = () => routes.filter((route) => permissionOf(route) !== 'public');
  const permissioned = () => guarded().filter((route) => !OPEN.has(permissionOf(route)));
  const testable = (list: readonly ProductRoute[]) =>
    list.filter((route) => !WITHOUT_CASE.has(nameOf(route)));

  /** What guards refuse they refuse before the body is looked at, and whether the id is anybody's or not. */
  function blindly(caller: ApiClient, { method, path }: ProductRoute): Promise<ApiAnswer> {
    const isBodyless = method === 'GET' || method === 'DELETE';
    return caller.request(method, fillPath(path, NOBODYS_ID), isBodyless ? {} : { body: {} });
  }

  async function properly(caller: ApiClient, route: ProductRoute, email = ''): Promise<ApiAnswer> {
    const make = caseFor(route);
    if (make === undefined) throw new Error(`${nameOf(route)} has no case: add one to route-cases.ts`);
    const { path, body } = await make(ground, permissionOf(route), { client: caller, email });
    return caller.request(route.method, path, body === undefined ? {} : { body });
  }

  async function keyWith(scopes: readonly string[]): Promise<ApiClient> {
    const name = scopes.join();
    const known = keys.get(name);
    if (known !== undefined) return known;
    const answer = await ground.admin.post('/api/api-keys', { body: { name: 'Key', permissions: scopes } });
    expect(answer.status).toBe(201);
    const key = api().as(String(answer.body['secret']));
    keys.set(name, key);
    keyIds.set(name, String(answer.body['id']));
    return key;
  }

  /** A tenant may have 200 keys, and has two for each permission. */
  async function dropKey(scopes: readonly string[]): Promise<void> {
    const name = scopes.join();
    const { status } = await ground.admin.delete(`/api/api-keys/${keyIds.get(name) ?? ''}`);
    expect(status).toBe(204);
    keys.delete(name);
  }

  async function roleWith(scopes: readonly string[], name: string): Promise<Member> {
    const role = await ground.admin.post('/api/roles', { body: { name, permissions: scopes } });
    expect(role.status).toBe(201);
    return addMember(ground.admin, name);
  }

  it('has a case in this matrix', () => {
    expect(
      testable(guarded())
        .filter((route) => caseFor(route) === undefined)
        .map(nameOf),
    ).toEqual([]);
    expect(guarded().length).toBeGreaterThan(55);
  });

  it('refuses no token, a false, an expired, a revoked one, and a key that is revoked: 401', async () => {
    const revoked = await addMember(ground.admin, 'Admin');
    await revoked.post('/api/auth/logout');
    const { token } = await addMember(ground.admin, 'Admin');
    const [, payload = ''] = (token ?? '').split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, number>;
    const secret = new TextEncoder().encode('test-secret-0123456789-abcdefghijklmnopqrstuvwxyz');
    const expired = await new SignJWT({ ...claims, exp: Math.floor(Date.now() / 1_000) - 3_600 })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(secret);
    const { body } = await ground.admin.post('/api/api-keys', {
      body: { name: 'Gone', permissions: ['*:*'] },
    });
    await ground.admin.delete(`/api/api-keys/${String(body['id'])}`);
    const callers = {
      none: api(),
      false: api().as('false.token.indeed'),
      expired: api().as(expired),
      revoked,
      'revoked key': api().as(String(body['secret'])),
    };
    for (const [kind, caller] of Object.entries(callers)) {
      for (const route of guarded()) {
        const answer = await blindly(caller, route);
        const seen = { kind, name: nameOf(route), status: answer.status, code: codeOf(answer) };
        expect(seen).toEqual({ kind, name: nameOf(route), status: 401, code: 'INVALID_TOKEN' });
      }
    }
  }, 60_000);

  it.each(['Admin', 'Manager', 'User'])(
    'lets %s do what the role may, and answers 403 to the rest',
    async (role) => {
      const member = members.get(role);
      if (member === undefined) throw new Error(`No ${role}`);
      // Some of the routes about sessions end those that the others use.
      const aboutSessions = (route: ProductRoute) => permissionOf(route) === 'session';
      const all = testable(guarded());
      for (const route of [...all.filter((one) => !aboutSessions(one)), ...all.filter(aboutSessions)]) {
        const permission = permissionOf(route);
        const there = route.options?.permissionInNamedTenant;
        const isAllowed =
          (OPEN.has(permission) || MAY[role]?.(permission) === true) &&
          (there === undefined || MAY[role]?.(there) === true);
        const login = { email: member.email, password: PASSWORD };
        const caller = aboutSessions(route)
          ? api().as(String((await api().post('/api/auth/login', { body: login })).body['token']))
          : member;
        // Of organizations, a member of lower rank is in this one alone.
        const isClosing = there === 'organizations:delete';
        if (isClosing && role === 'Admin') continue;
        const answer =
          isAllowed || !isClosing
            ? await properly(caller, route, member.email)
            : await caller.request(route.method, fillPath(route.path, ground.admin.tenant.tenantId));
        const expected = isAllowed ? (route.options?.status ?? 200) : 403;
        expect({ name: nameOf(route), status: answer.status }).toEqual({
          name: nameOf(route),
          status: expected,
        });
        if (!isAllowed)
          expect({ name: nameOf(route), code: codeOf(answer) }).toEqual({
            name: nameOf(route),
            code: 'PERMISSION_DENIED',
          });
      }
    },
    60_000,
  );

  it('lets the first Admin close and take back an organization of their own', async () => {
    for (const route of testable(guarded()).filter(
      ({ options }) => options?.permissionInNamedTenant === 'organizations:delete',
    )) {
      const answer = await properly(ground.admin, route);
      expect({ name: nameOf(route), status: answer.status }).toEqual({
        name: nameOf(route),
        status: route.options?.status ?? 200,
      });
    }
  });

  const byKind = { key: keyWith, role: roleWith };
  it.each(['key', 'role'] as const)(
    'asks for one permission: a %s with it alone succeeds, with all others is refused',
    async (kind) => {
      const asked = [...new Set(permissioned().map(permissionOf))];
      expect(asked.length).toBeGreaterThan(25);
      for (const permission of asked) {
        const others = permissions.filter((name) => name !== permission);
        const having = await byKind[kind]([permission], `with ${permission}`);
        const lacking = await byKind[kind](others, `without ${permission}`);
        for (const route of testable(permissioned()).filter((one) => permissionOf(one) === permission)) {
          const name = nameOf(route);
          const { status } = await properly(having, route);
          expect({ name, status }).toEqual({ name, status: route.options?.status ?? 200 });
          expect({ name, status: (await blindly(lacking, route)).status }).toEqual({ name, status: 403 });
        }
        if (kind === 'role') continue;
        await dropKey([permission]);
        await dropKey(others);
      }
    },
    120_000,
  );

  it('is closed to API keys where people alone may act', async () => {
    const key = await keyWith(['*:*']);
    for (const route of guarded().filter((candidate) => permissionOf(candidate) === 'session')) {
      const answer = await blindly(key, route);
      expect({ name: nameOf(route), status: answer.status, code: codeOf(answer) }).toEqual({
        name: nameOf(route),
        status: 403,
        code: 'PERMISSION_DENIED',
      });
    }
    for (const route of testable(guarded()).filter(
      (candidate) => permissionOf(candidate) === 'authenticated',
    )) {
      const { status } = await properly(key, route);
      expect({ name: nameOf(route), status }).toEqual({ name: nameOf(route), status: 200 });
    }
  }, 60_000);

  it('knows nothing of another tenant: 404 to its Admin and its keys', async () => {
    const answer = await stranger.post('/api/api-keys', { body: { name: 'Theirs', permissions: ['*:*'] } });
    const key = api().as(String(answer.body['secret']));
    const withId = testable(guarded()).filter((route) => {
      return route.path.includes(':') && !SAME_FOR_ALL.has(nameOf(route));
    });
    for (const route of withId) {
      const make = caseFor(route);
      const found = await make?.(ground, permissionOf(route), { client: ground.admin, email: '' });
      const body = found?.body === undefined ? {} : { body: found.body };
      const strangers = permissionOf(route) === 'session' ? { stranger } : { stranger, key };
      for (const [kind, caller] of Object.entries(strangers)) {
        const { status } = await caller.request(route.method, found?.path ?? '', body);
        expect({ kind, name: nameOf(route), status }).toEqual({ kind, name: nameOf(route), status: 404 });
      }
    }
  }, 60_000);

  it('of operators is theirs: 401 to every member, and theirs opens no tenant', async () => {
    const operators = listRoutes(product().app).filter((route) => permissionOf(route) === 'operator');
    expect(operators.length).toBeGreaterThan(1);
    for (const route of operators) {
      for (const caller of [api(), ground.admin, await keyWith(['*:*'])])
        expect({ name: nameOf(route), status: (await blindly(caller, route)).status }).toEqual({
          name: nameOf(route),
          status: 401,
        });
      expect((await blindly(api().as(OPERATOR_TOKEN), route)).status).toBe(200);
    }
    for (const route of guarded())
      expect({
        name: nameOf(route),
        status: (await blindly(api().as(OPERATOR_TOKEN), route)).status,
      }).toEqual({ name: nameOf(route), status: 401 });
  });
});
