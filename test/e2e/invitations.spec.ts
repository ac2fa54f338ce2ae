import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { runInContext } from '../../src/platform/context/request-context.js';
import { TenantDirectory } from '../../src/platform/context/tenant-directory.js';
import { ControlDatabase } from '../../src/platform/database/control-database.js';
import { TenantDatabase } from '../../src/platform/database/tenant-database.js';
import { ApiClient, type RegisteredTenant } from '../support/api-client.js';
import { eventually } from '../support/eventually.js';
import { MailServer, tokenIn } from '../support/mail-server.js';
import { startTestProduct, type TestProduct } from '../support/test-product.js';

const PASSWORD = 'Member@123';

interface Tokens {
  readonly token: string;
  readonly tenantId: string;
  readonly userId: string;
}

interface Listed {
  readonly items: readonly Readonly<Record<string, unknown>>[];
  readonly totalCount: number;
}

function entry(action: string, outcome: string, actor: string, subject: string | undefined) {
  return { action, outcome, actor_id: actor, subject_id: subject };
}

describe('invitation', () => {
  let server: MailServer;
  let product: TestProduct;
  let admin: ApiClient & { readonly tenant: RegisteredTenant };
  let email: string;
  const api = () => new ApiClient(product.url);
  const sql = (text: string, values: unknown[] = []) => product.app.get(ControlDatabase).query(text, values);

  beforeAll(async () => {
    server = await MailServer.start();
    product = await startTestProduct({ SMTP_URL: server.url, PUBLIC_URL: 'https://crm.example.com' });
  });

  beforeEach(async () => {
    admin = await api().register('Acme');
    email = `${randomBytes(6).toString('hex')}@example.com`;
  });

  afterAll(async () => {
    await product.close();
    await server.close();
    expect(product.proof.violations).toEqual([]);
  });

  const invite = (body: Readonly<Record<string, unknown>> = {}, by: ApiClient = admin) =>
    by.post('/api/users/invite', { body: { email, role: 'Manager', ...body } });
  const accept = (body: Readonly<Record<string, unknown>>, caller: ApiClient = api()) =>
    caller.post<Tokens>('/api/auth/accept-invitation', { body });
  const list = (caller: ApiClient = admin) => caller.get<Listed>('/api/users/invitations');
  const answer = (status: number, code: string) => ({ status, body: { error: { code } } });

  /** Invites, and reads the token out of the mail. */
  async function invited(body: Readonly<Record<string, unknown>> = {}, count = 1): Promise<string> {
    expect((await invite(body)).status).toBe(201);
    return tokenIn((await server.mailTo(email, count)).text);
  }

  describe('of new people', () => {
    it('make them members with the role that was offered, logged in, with their own password', async () => {
      const token = await invited({ name: 'Grace' });
      const mail = await server.mailTo(email);
      expect(mail.subject).toBe('You are invited to Acme');
      expect(mail.text).toContain(`https://crm.example.com/accept-invitation#token=${token}`);

      const accepted = await accept({ token, password: PASSWORD });
      expect(accepted).toMatchObject({ status: 200, body: { tenantId: admin.tenant.tenantId } });
      const member = api().as(accepted.body.token);
      expect((await member.get('/api/users/me')).body).toMatchObject({
        id: accepted.body.userId,
        email,
        name: 'Grace',
        role: 'Manager',
        active: true,
      });
      expect((await member.get('/api/webhooks')).status).toBe(200);
      expect((await admin.get('/api/users')).body).toMatchObject({ totalCount: 2 });
      const login = { email, password: PASSWORD };
      expect((await api().post('/api/auth/login', { body: login })).status).toBe(200);
      expect((await list()).body.items).toMatchObject([{ email, status: 'accepted' }]);
    });

    it('ask for a good password and a role that there is, and take the name they say', async () => {
      expect(await invite({ role: 'Emperor' })).toMatchObject({
        status: 422,
        body: { error: { details: [{ field: 'role' }] } },
      });
      const token = await invited();
      for (const password of [undefined, 'short']) {
        expect(await accept({ token, password })).toMatchObject({
          status: 422,
          body: { error: { details: [{ field: 'password' }] } },
        });
      }
      const { body } = await accept({ token, password: PASSWORD, name: 'Ada' });
      expect((await api().as(body.token).get('/api/users/me')).body).toMatchObject({ name: 'Ada' });
    });

    it('make one member when they are accepted twice at once', async () => {
      const token = await invited();
      const answers = await Promise.all(
        Array.from({ length: 4 }, () => accept({ token, password: PASSWORD })),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 410, 410, 410]);
      expect((await admin.get('/api/users')).body).toMatchObject({ totalCount: 2 });
      expect(await sql('SELECT 1 FROM users WHERE email = $1', [email])).toHaveLength(1);
    });

    it('make one account when two tenants are accepted at once', async () => {
      const other = await api().register();
      const first = await invited();
      await invite({}, other);
      const second = tokenIn((await server.mailTo(email, 2)).text);
      const answers = await Promise.all(
        [first, second].map((token) => accept({ token, password: PASSWORD })),
      );
      const statuses = answers.map(({ status }) => status).sort();
      expect([
        [200, 200],
        [200, 409],
      ]).toContainEqual(statuses);
      expect(await sql('SELECT 1 FROM users WHERE email = $1', [email])).toHaveLength(1);
    });
  });

  describe('of people who have an account', () => {
    let stranger: ApiClient & { readonly tenant: RegisteredTenant };

    beforeEach(async () => {
      stranger = await api().register('Elsewhere');
      email = stranger.tenant.email;
    });

    it('take its password, which stays as it is, and add a tenant', async () => {
      const token = await invited();
      expect(await accept({ token, password: 'Wrong@1234' })).toMatchObject(answer(401, 'AUTH_FAILED'));
      expect((await accept({ token })).status).toBe(422);
      const accepted = await accept({ token, password: stranger.tenant.password });
      expect(accepted.body).toMatchObject({
        userId: stranger.tenant.userId,
        tenantId: admin.tenant.tenantId,
      });
      const body = { email, password: stranger.tenant.password };
      const login = await api().post('/api/auth/login', { body });
      expect(login.body).toMatchObject({ tenantId: admin.tenant.tenantId });
      const home = await api().post('/api/auth/login', {
        body: { ...body, tenantId: stranger.tenant.tenantId },
      });
      expect(home.status).toBe(200);
      expect((await stranger.get('/api/auth/me')).body).toMatchObject({ role: 'Admin' });
    });

    it('take a session of theirs instead, and no session of anybody else', async () => {
      const token = await invited();
      const another = await api().register();
      expect(await accept({ token }, another)).toMatchObject(answer(403, 'PERMISSION_DENIED'));
      const withPassword = { token, password: stranger.tenant.password };
      expect(await accept(withPassword, admin)).toMatchObject(answer(403, 'PERMISSION_DENIED'));
      expect(await accept({ token }, api().as('forged'))).toMatchObject(answer(401, 'INVALID_TOKEN'));
      const options = { body: { token }, headers: { 'idempotency-key': 'accept' } };
      const accepted = await stranger.post('/api/auth/accept-invitation', options);
      expect(accepted).toMatchObject({ status: 200, body: { tenantId: admin.tenant.tenantId } });
    });

    it('bring back a member who was deactivated, in the role of the invitation', async () => {
      const { userId } = (await accept({ token: await invited() }, stranger)).body;
      expect((await invite()).status).toBe(409);
      await admin.patch(`/api/users/${userId}`, { body: { active: false } });
      const { body } = await accept({ token: await invited({ role: 'User' }, 2) }, stranger);
      expect((await admin.get(`/api/users/${body.userId}`)).body).toMatchObject({
        role: 'User',
        active: true,
      });
    });

    it('let one whose account has no password yet choose it', async () => {
      email = `passwordless-${email}`;
      const created = { email, name: 'Colleague', role: 'User' };
      expect((await stranger.post('/api/users', { body: created })).status).toBe(201);
      expect((await accept({ token: await invited(), password: PASSWORD })).status).toBe(200);
      const body = { email, password: PASSWORD };
      expect((await api().post('/api/auth/login', { body })).status).toBe(200);
    });
  });

  describe('that are not open', () => {
    it('are refused for what they are: used, withdrawn, replaced, expired, never made', async () => {
      const used = await invited();
      await accept({ token: used, password: PASSWORD });
      expect(await accept({ token: used, password: PASSWORD })).toMatchObject(answer(410, 'INVITATION_USED'));

      email = `withdrawn-${email}`;
      const withdrawn = await invited();
      const [open] = (await list()).body.items;
      expect((await admin.delete(`/api/users/invitations/${String(open?.['id'])}`)).status).toBe(204);
      expect(await accept({ token: withdrawn, password: PASSWORD })).toMatchObject(
        answer(410, 'INVITATION_REVOKED'),
      );

      email = `replaced-${email}`;
      const older = await invited();
      const newer = await invited({ role: 'User' }, 2);
      expect(await accept({ token: older, password: PASSWORD })).toMatchObject(
        answer(410, 'INVITATION_REPLACED'),
      );
      await sql(`UPDATE invitations SET expires_at = now() WHERE email = $1`, [email]);
      expect(await accept({ token: newer, password: PASSWORD })).toMatchObject(
        answer(410, 'INVITATION_EXPIRED'),
      );
      const [id] = newer.split('.');
      for (const token of ['never-made', `${id}.guess`, `${newer}.more`, admin.tenant.tenantId]) {
        expect([404, 410]).toContain((await accept({ token, password: PASSWORD })).status);
      }
      expect((await admin.get('/api/users')).body).toMatchObject({ totalCount: 2 });
      expect((await list()).body).toMatchObject({
        totalCount: 3,
        items: [{ status: 'expired', role: 'User' }, { status: 'revoked' }, { status: 'accepted' }],
      });
    });

    it('are opened by being sent again', async () => {
      const first = await invited();
      await sql(`UPDATE invitations SET expires_at = now() WHERE email = $1`, [email]);
      const [expired] = (await list()).body.items;
      const again = await admin.post(`/api/users/invitations/${String(expired?.['id'])}/resend`);
      expect(again).toMatchObject({ status: 200, body: { id: expired?.['id'], status: 'pending' } });
      const second = tokenIn((await server.mailTo(email, 2)).text);
      expect(await accept({ token: first, password: PASSWORD })).toMatchObject(
        answer(410, 'INVITATION_REPLACED'),
      );
      expect((await accept({ token: second, password: PASSWORD })).status).toBe(200);
      const gone = await admin.post(`/api/users/invitations/${String(expired?.['id'])}/resend`);
      expect(gone.status).toBe(404);
    });

    it('are one when two Admins invite the same person at once', async () => {
      const answers = await Promise.all([invite(), invite({ role: 'User' })]);
      expect(answers.map(({ status }) => status)).toEqual([201, 201]);
      expect((await list()).body.totalCount).toBe(1);
    });
  });

  it('are shown to whoever has the token, before they decide', async () => {
    const token = await invited();
    const preview = (text: string) => api().post('/api/auth/preview-invitation', { body: { token: text } });
    expect(await preview(token)).toMatchObject({
      status: 200,
      body: { tenantName: 'Acme', email, role: 'Manager', hasAccount: false },
    });
    expect((await preview('never-made')).status).toBe(404);
  });

  it('belong to their tenant: no other sees, repeats or withdraws them', async () => {
    await invited();
    const [own] = (await list()).body.items;
    const stranger = await api().register();
    const path = `/api/users/invitations/${String(own?.['id'])}`;
    expect((await list(stranger)).body.totalCount).toBe(0);
    expect((await stranger.delete(path)).status).toBe(404);
    expect((await stranger.post(`${path}/resend`)).status).toBe(404);
  });

  it('are told in the audit log of the tenant, refusals too', async () => {
    const token = await invited();
    const stranger = await api().register();
    await accept({ token }, stranger);
    const { userId } = (await accept({ token, password: PASSWORD })).body;
    const tenant = await product.app.get(TenantDirectory).find(admin.tenant.tenantId);
    const entries = await runInContext({ traceId: 'spec', tenant }, () =>
      product.app.get(TenantDatabase).query<Readonly<Record<string, unknown>>>({
        text: `SELECT action, outcome, actor_id, subject_id FROM audit_entries
          WHERE resource = 'invitation' ORDER BY seq`,
      }),
    );
    const [id] = token.split('.');
    expect(entries).toEqual([
      entry('invitation.created', 'success', admin.tenant.userId, id),
      entry('invitation.refused', 'failure', stranger.tenant.userId, id),
      entry('invitation.accepted', 'success', userId, id),
    ]);
  });

  it('keep no token that a thief of the database could use', async () => {
    const token = await invited();
    await eventually('it was sent', async () => {
      return (await sql(`SELECT 1 FROM mails WHERE recipient = $1 AND state = 'sent'`, [email])).length > 0;
    });
    const stored = JSON.stringify([await sql('SELECT * FROM invitations'), await sql('SELECT * FROM mails')]);
    expect(stored).not.toContain(token.split('.')[1]);
  });
});
