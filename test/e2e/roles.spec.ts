import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../support/api-client.js';
import { fillPath, listRoutes, type ProductRoute } from '../support/routes.js';
import { useTestProduct } from '../support/use-test-product.js';

const PASSWORD = 'Member@123';
const OPERATOR_TOKEN = 'operator-0123456789-abcdefghijklmnopqrstuvwxyz';
const NOBODYS_ID = '0190b2a0-0000-7000-8000-000000000000';

/** What each role may do, written down a second time: the product's own table is what is tested. */
const MAY: Readonly<Record<string, (permission: string) => boolean>> = {
  Admin: () => true,
  Manager: (permission) => /^(leads|webhooks):|^(users|teams|roles|settings):read$/.test(permission),
  User: (permission) => /^leads:(read|create|update)$|^(users|teams|settings):read$/.test(permission),
};

/** Logout comes last: it ends the session that the others use. */
function inOrder(routes: readonly ProductRoute[]): ProductRoute[] {
  return [...routes].sort(
    (one, other) => Number(one.path.endsWith('/logout')) - Number(other.path.endsWith('/logout')),
  );
}

describe('roles', () => {
  const { product, api } = useTestProduct({ OPERATOR_TOKEN });
  const callers = new Map<string, ApiClient>();

  beforeAll(async () => {
    const admin = await api().register();
    callers.set('Admin', admin);
    for (const role of ['Manager', 'User']) {
      const email = `${role.toLowerCase()}@example.com`;
      const created = await admin.post('/api/users', {
        body: { email, name: role, role, password: PASSWORD },
      });
      expect(created).toMatchObject({ status: 201, body: { email, role, active: true } });
      const login = await api().post('/api/auth/login', { body: { email, password: PASSWORD } });
      callers.set(role, api().as(String(login.body['token'])));
    }
  });

  function ask(
    caller: ApiClient,
    { method, path }: ProductRoute,
  ): Promise<{ status: number; code: unknown }> {
    const address = fillPath(path, NOBODYS_ID);
    const options = method === 'GET' || method === 'DELETE' ? {} : { body: {} };
    return caller.request(method, address, options).then(({ status, body }) => {
      const error = (body as Record<string, unknown> | undefined)?.['error'] as
        Record<string, unknown> | undefined;
      return { status, code: error?.['code'] };
    });
  }

  it.each(['Admin', 'Manager', 'User'])('let %s do what the role may, and nothing else', async (role) => {
    const caller = callers.get(role) ?? api();
    for (const route of inOrder(listRoutes(product().app))) {
      const permission = route.options?.permission ?? '';
      const isForMembers = permission !== 'operator';
      const isOpen = permission === 'public' || permission === 'authenticated' || permission === 'session';
      const allowed = isForMembers && (isOpen || MAY[role]?.(permission) === true);
      const { status, code } = await ask(caller, route);
      const name = `${route.method} ${route.path}`;
      const refused = { name, refused: status === 401 || code === 'PERMISSION_DENIED' };
      expect(refused).toEqual({ name, refused: !allowed });
      if (!allowed) expect({ name, status }).toEqual({ name, status: isForMembers ? 403 : 401 });
      expect({ name, fault: status >= 500 }).toEqual({ name, fault: false });
    }
  });

  it('let nobody without a token past the public routes', async () => {
    for (const route of listRoutes(product().app)) {
      const { status, code } = await ask(api(), route);
      const name = `${route.method} ${route.path}`;
      const isRefused = status === 401 && code === 'INVALID_TOKEN';
      expect({ name, isRefused }).toEqual({ name, isRefused: route.options?.permission !== 'public' });
    }
  });

  it('leave the operator routes to the operator, who is no member', async () => {
    const operator = api().as(OPERATOR_TOKEN);
    const figures = await fetch(`${product().url}/metrics`, {
      headers: { authorization: `Bearer ${OPERATOR_TOKEN}` },
    });
    expect(figures.status).toBe(200);
    expect((await operator.get('/api/leads')).status).toBe(401);
  });

  it('answer an Admin about users, and refuse roles and e-mails that cannot be', async () => {
    const admin = await api().register();
    const user = { email: 'colleague@example.com', name: 'Colleague', role: 'User' };
    expect((await admin.post('/api/users', { body: user })).status).toBe(201);
    expect(await admin.post('/api/users', { body: user })).toMatchObject({
      status: 409,
      body: { error: { code: 'DUPLICATE', details: [{ field: 'email' }] } },
    });
    const emperor = await admin.post('/api/users', {
      body: { ...user, email: 'e@example.com', role: 'Emperor' },
    });
    expect(emperor).toMatchObject({ status: 422, body: { error: { details: [{ field: 'role' }] } } });
    expect((await admin.get('/api/users')).body).toMatchObject({ totalCount: 2 });
    const login = { email: user.email, password: PASSWORD };
    expect((await api().post('/api/auth/login', { body: login })).status).toBe(401);
  });
});
