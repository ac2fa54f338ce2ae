import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { PasswordHasher } from '../../src/foundation/identity/users/index.js';
import { ControlDatabase } from '../../src/platform/database/control-database.js';
import { ApiClient, type RegisteredTenant } from '../support/api-client.js';
import { eventually } from '../support/eventually.js';
import { MailServer, tokenIn } from '../support/mail-server.js';
import { startTestProduct, type TestProduct } from '../support/test-product.js';

const NEW_PASSWORD = 'Chosen@456';

describe('forgotten passwords', () => {
  let server: MailServer;
  let product: TestProduct;
  let owner: ApiClient & { readonly tenant: RegisteredTenant };
  let email: string;
  const api = () => new ApiClient(product.url);
  const sql = (text: string, values: unknown[] = []) => product.app.get(ControlDatabase).query(text, values);

  beforeAll(async () => {
    server = await MailServer.start();
    product = await startTestProduct({
      SMTP_URL: server.url,
      PUBLIC_URL: 'https://crm.example.com/',
      RESET_MAILS_PER_ACCOUNT: '3',
    });
  });

  beforeEach(async () => {
    owner = await api().register();
    email = owner.tenant.email;
  });

  afterAll(async () => {
    await product.close();
    await server.close();
    expect(product.proof.violations).toEqual([]);
  });

  const forgot = (address = email) => api().post('/api/auth/forgot-password', { body: { email: address } });
  const reset = (token: string, newPassword = NEW_PASSWORD) =>
    api().post('/api/auth/reset-password', { body: { token, newPassword } });
  const login = (password: string) => api().post('/api/auth/login', { body: { email, password } });

  /** Asks for a link and reads it out of the mail. */
  async function link(count = 1): Promise<string> {
    expect((await forgot()).status).toBe(202);
    return tokenIn((await server.mailTo(email, count)).text);
  }

  it('are replaced with the link of a mail, which ends every session and tells the owner', async () => {
    const elsewhere = await login(owner.tenant.password);
    const token = await link();
    expect(server.mailsTo(email)[0]?.text).toContain(`https://crm.example.com/reset-password#token=${token}`);
    expect((await reset(token)).status).toBe(204);
    expect((await login(owner.tenant.password)).status).toBe(401);
    expect((await login(NEW_PASSWORD)).status).toBe(200);
    for (const caller of [owner, api().as(String(elsewhere.body['token']))]) {
      await eventually('the token is refused', async () => (await caller.get('/api/auth/me')).status === 401);
    }
    const { refreshToken } = owner.tenant;
    expect((await api().post('/api/auth/refresh', { body: { refreshToken } })).status).toBe(401);
    expect((await server.mailTo(email, 2)).subject).toBe('Your password was changed');
  });

  it('take a link once, the newest one, and while it is fresh', async () => {
    const older = await link();
    const newer = await link(2);
    const gone = { status: 410, body: { error: { code: 'PASSWORD_RESET_INVALID', details: [] } } };
    expect(await reset(older)).toMatchObject(gone);
    expect(await reset('never-given-out')).toMatchObject(gone);
    expect((await reset(newer, 'short')).status).toBe(422);
    const racing = Array.from({ length: 8 }, (_, index) => reset(newer, `Chosen@45${index}`));
    const statuses = (await Promise.all(racing)).map(({ status }) => status);
    expect(statuses.sort()).toEqual([204, ...Array<number>(7).fill(410)]);
    expect(await reset(newer)).toMatchObject(gone);

    const late = await link(4);
    await sql(`UPDATE password_resets SET expires_at = now() - interval '1 second'`);
    expect(await reset(late)).toMatchObject(gone);
  });

  it('lose their old one even to a login that was half done', async () => {
    const token = await link();
    const hasher = product.app.get(PasswordHasher, { strict: false });
    const verify = hasher.verify.bind(hasher);
    const interrupted = jest.spyOn(hasher, 'verify').mockImplementationOnce(async (hash, password) => {
      const matches = await verify(hash, password);
      expect((await reset(token)).status).toBe(204);
      return matches;
    });
    expect((await login(owner.tenant.password)).status).toBe(401);
    interrupted.mockRestore();
    expect((await login(NEW_PASSWORD)).status).toBe(200);
  });

  it('are answered alike whether there is an account or not, and that sends nothing to strangers', async () => {
    const known = await forgot();
    const unknown = await forgot('nobody@example.com');
    expect([known.status, known.body]).toEqual([202, undefined]);
    expect([unknown.status, unknown.body]).toEqual([known.status, known.body]);
    await server.mailTo(email);
    expect(server.mailsTo('nobody@example.com')).toEqual([]);
  });

  it('are none of a service user, which has none', async () => {
    const body = { kind: 'service', name: 'Robot', role: 'User' };
    const robot = String((await owner.post('/api/users', { body })).body['email']);
    expect((await forgot(robot)).status).toBe(202);
    await link();
    expect(await sql('SELECT 1 FROM mails WHERE recipient = $1', [robot])).toEqual([]);
  });

  it('flood nobody with mail, and the link that was sent last goes on working', async () => {
    const tokens = [await link(1), await link(2), await link(3)];
    for (let more = 0; more < 5; more += 1) expect((await forgot()).status).toBe(202);
    expect((await reset(tokens[2] ?? '')).status).toBe(204);
    await server.mailTo(email, 4);
    expect(server.mailsTo(email).map(({ subject }) => subject)).toEqual([
      ...Array<string>(3).fill('Choose a new password'),
      'Your password was changed',
    ]);
  });

  it('keep no token that a thief of the database could use', async () => {
    const token = await link();
    const stored = JSON.stringify([
      await sql('SELECT * FROM password_resets'),
      await sql('SELECT * FROM mails'),
    ]);
    expect(stored).not.toContain(token);
    expect((await reset(token)).status).toBe(204);
  });

  it('are not needed by those who know theirs: they change it, are told, and open links end', async () => {
    const token = await link();
    const body = { currentPassword: owner.tenant.password, newPassword: NEW_PASSWORD };
    expect((await owner.post('/api/auth/change-password', { body })).status).toBe(204);
    expect((await server.mailTo(email, 2)).text).toContain('https://crm.example.com/forgot-password');
    expect((await reset(token)).status).toBe(410);
    expect((await owner.get('/api/auth/me')).status).toBe(200);
  });
});

describe('guesses and requests about one account', () => {
  it('are limited from one address', async () => {
    const product = await startTestProduct({ LOGINS_PER_ACCOUNT: '2' });
    try {
      const ask = (email: string) =>
        new ApiClient(product.url).post('/api/auth/forgot-password', { body: { email } });
      const statuses = [];
      for (let count = 0; count < 3; count += 1) statuses.push((await ask('ada@example.com')).status);
      expect(statuses).toEqual([202, 202, 429]);
      expect((await ask('grace@example.com')).status).toBe(202);
    } finally {
      await product.close();
    }
  });
});
