import { beforeAll, describe, expect, it } from '@jest/globals';
import { runInContext } from '../../src/platform/context/request-context.js';
import { TenantDirectory } from '../../src/platform/context/tenant-directory.js';
import { TenantDatabase } from '../../src/platform/database/tenant-database.js';
import type { ApiAnswer, ApiClient, RegisteredTenant } from '../support/api-client.js';
import { addMember, type Member } from '../support/team-of-members.js';
import { useTestProduct } from '../support/use-test-product.js';

const DENIED = { status: 403, body: { error: { code: 'PERMISSION_DENIED' } } };

/** What members with some rights try in order to have more. */
describe('nobody gets more rights', () => {
  const { api, product } = useTestProduct({ TRUST_PROXY: '1' });
  let admin: ApiClient & { readonly tenant: RegisteredTenant };
  let roles = 0;

  beforeAll(async () => {
    admin = await api().register();
  });

  async function memberWith(permissions: readonly string[], more = {}): Promise<Member> {
    const name = `Adversary ${(roles += 1)}`;
    expect((await admin.post('/api/roles', { body: { name, permissions } })).status).toBe(201);
    return addMember(admin, name, more);
  }

  async function idOf(answer: Promise<ApiAnswer>): Promise<string> {
    const { status, body } = await answer;
    expect(status).toBe(201);
    return String(body['id']);
  }

  const newTeam = (name: string) => idOf(admin.post('/api/teams', { body: { name } }));

  async function query(text: string, values: unknown[]) {
    const tenant = await product().app.get(TenantDirectory).find(admin.tenant.tenantId);
    return runInContext({ traceId: 'spec', tenant }, () =>
      product().app.get(TenantDatabase).query({ text, values }),
    );
  }

  describe('by moving between teams', () => {
    const rights = ['leads:read:team', 'users:read', 'users:update', 'users:create', 'teams:read'];

    it('neither themselves nor others, in either direction', async () => {
      const [mine, theirs] = [await newTeam('Mine'), await newTeam('Theirs')];
      const mover = await memberWith(rights, { teamId: mine });
      const colleague = await memberWith(['leads:read:own'], { teamId: theirs });
      for (const [who, teamId] of [
        [mover.userId, theirs],
        [mover.userId, null],
      ] as const)
        expect(await mover.patch(`/api/users/${who}`, { body: { teamId } })).toMatchObject({
          status: 403,
          body: { error: { details: [{ field: 'teamId', message: 'leads:read:any' }] } },
        });
      const ofTheirs = await addMember(admin, await roleOf(mover), { teamId: theirs });
      const path = `/api/users/${ofTheirs.userId}`;
      expect(await mover.patch(path, { body: { teamId: mine } })).toMatchObject(DENIED);
      expect((await admin.patch(`/api/users/${colleague.userId}`, { body: { teamId: mine } })).status).toBe(
        200,
      );
    });

    it('nor by making somebody there, but in their own team', async () => {
      const [mine, theirs] = [await newTeam('My team'), await newTeam('Their team')];
      const mover = await memberWith(rights, { teamId: mine });
      const role = await roleOf(mover);
      const make = (teamId: string) =>
        mover.post('/api/users', {
          body: { email: `${teamId}@example.com`, name: 'Puppet', password: 'Member@123', role, teamId },
        });
      expect(await make(theirs)).toMatchObject(DENIED);
      expect((await make(mine)).status).toBe(201);
    });
  });

  async function roleOf(member: Member): Promise<string> {
    return String((await admin.get(`/api/users/${member.userId}`)).body['role']);
  }

  it('in the moment in which they lose them', async () => {
    const other = await addMember(admin, 'Admin');
    // So that the process trusts its copy of the session for a second.
    expect((await other.get('/api/auth/me')).status).toBe(200);
    await admin.patch(`/api/users/${other.userId}`, { body: { role: 'User' } });
    const answers = await Promise.all([
      other.patch(`/api/users/${other.userId}`, { body: { role: 'Admin' } }),
      other.post('/api/api-keys', { body: { name: 'Left behind', permissions: ['*:*'] } }),
      other.post('/api/users', { body: { email: 'left@example.com', name: 'Left', role: 'Admin' } }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
  });

  it('by a change of their own that was under way when they lost them', async () => {
    const other = await addMember(admin, 'Admin');
    const team = await newTeam('Overtaken');
    const changes = Array.from({ length: 12 }, (_, index) =>
      other.patch(`/api/users/${other.userId}`, { body: { teamId: index % 2 === 0 ? team : null } }),
    );
    const demotion = admin.patch(`/api/users/${other.userId}`, { body: { role: 'User' } });
    await Promise.all([...changes, demotion]);
    expect(await roleOf(other)).toBe('User');
    expect(await query('SELECT role FROM members WHERE id = $1', [other.userId])).toEqual([{ role: 'User' }]);
  });

  describe('with an API key', () => {
    const rights = ['api-keys:*', 'leads:read', 'users:read'];

    async function keyWith(more: Readonly<Record<string, unknown>>) {
      const answer = await admin.post('/api/api-keys', {
        body: { name: 'Key', permissions: rights, ...more },
      });
      expect(answer.status).toBe(201);
      return { id: String(answer.body['id']), client: api().as(String(answer.body['secret'])) };
    }

    it.each([
      { requestsPerMinute: 100 },
      { expiresAt: '2099-01-01T00:00:00Z' },
      { allowedAddresses: ['127.0.0.1'] },
    ])('out of the limits of the key: %j', async (limits) => {
      const [free, bound] = [await keyWith({}), await keyWith(limits)];
      const make = { body: { name: 'Free', permissions: ['leads:read'] } };
      expect(await bound.client.post('/api/api-keys', make)).toMatchObject(DENIED);
      const unbind = { body: { requestsPerMinute: null, expiresAt: null, allowedAddresses: [] } };
      expect(await bound.client.patch(`/api/api-keys/${bound.id}`, unbind)).toMatchObject(DENIED);
      expect(await bound.client.post(`/api/api-keys/${free.id}/rotate`, { body: {} })).toMatchObject(DENIED);
      expect((await free.client.post('/api/api-keys', make)).status).toBe(201);
      const own = await bound.client.post(`/api/api-keys/${bound.id}/rotate`, { body: {} });
      expect(own.status).toBe(200);
    });

    it('over the person behind it', async () => {
      const { client } = await keyWith({});
      expect(await client.patch('/api/users/me', { body: { name: 'Somebody else' } })).toMatchObject(DENIED);
    });
  });

  it.each(['put', 'patch'] as const)(
    'by having another person’s webhook sent to them, with %s',
    async (by) => {
      const url = 'http://127.0.0.1:9/hook';
      const hook = await idOf(admin.post('/api/webhooks', { body: { url, events: ['lead.created'] } }));
      const rightsOf = () =>
        query('SELECT rights_user_id AS "userId" FROM webhook_endpoints WHERE id = $1', [hook]);
      const thief = await memberWith(['webhooks:read', 'webhooks:update']);
      const same = { url, events: ['lead.created'], description: 'mine' };
      expect((await thief.put(`/api/webhooks/${hook}`, { body: same })).status).toBe(200);
      expect(await rightsOf()).toEqual([{ userId: admin.tenant.userId }]);
      const stolen = { ...same, url: 'http://127.0.0.1:9/thief' };
      expect((await thief[by](`/api/webhooks/${hook}`, { body: stolen })).status).toBe(200);
      expect(await rightsOf()).toEqual([{ userId: thief.userId }]);
    },
  );

  it('by renewing an invitation that they could not have made', async () => {
    const offer = { email: 'invitee@example.com', role: 'Admin' };
    const id = await idOf(admin.post('/api/users/invite', { body: offer }));
    const inviter = await memberWith(['users:create', 'users:read']);
    expect(await inviter.post(`/api/users/invitations/${id}/resend`, { body: {} })).toMatchObject(DENIED);
    expect((await admin.post(`/api/users/invitations/${id}/resend`, { body: {} })).status).toBe(200);
  });

  it('nor long answers for long lists of rules about nothing', async () => {
    const unicorns = Array.from({ length: 5_000 }, (_, index) => [`unicorns${index}`, { horn: 'hidden' }]);
    const body = {
      name: 'Long',
      permissions: ['leads:read'],
      fieldRules: Object.fromEntries(unicorns) as unknown,
    };
    const { status, body: answer } = await admin.post('/api/roles', { body });
    expect([status, JSON.stringify(answer).length < 1_000]).toEqual([422, true]);
  });

  it.each(['__proto__', 'constructor', 'toString'])('nor by rules about %s', async (name) => {
    for (const rules of [`{"${name}": {"phone": "hidden"}}`, `{"leads": {"${name}": "hidden"}}`]) {
      const body = `{"name": "Odd", "permissions": ["leads:read"], "fieldRules": ${rules}}`;
      expect([400, 422]).toContain((await admin.post('/api/roles', { body })).status);
    }
  });
});
