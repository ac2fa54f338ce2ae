import { beforeAll, describe, expect, it } from '@jest/globals';
import { forgeToken, readClaims, TEST_SECRET, type TokenClaims } from '../support/access-token.js';
import type { ApiClient, RegisteredTenant } from '../support/api-client.js';
import { useTestProduct } from '../support/use-test-product.js';

const LEADS = '/api/leads';

describe('access tokens', () => {
  const { api } = useTestProduct();
  let admin: ApiClient & { readonly tenant: RegisteredTenant };
  let stranger: ApiClient & { readonly tenant: RegisteredTenant };
  let claims: TokenClaims;

  beforeAll(async () => {
    admin = await api().register();
    stranger = await api().register();
    claims = readClaims(admin.tenant.token);
  });

  it('have the claims that integrators know, and the session', () => {
    expect(Object.keys(claims).sort()).toEqual([
      'exp',
      'iat',
      'jti',
      'nameid',
      'nbf',
      'role',
      'sid',
      'tenantid',
    ]);
    const { userId, tenantId } = admin.tenant;
    expect(claims).toMatchObject({ nameid: userId, tenantid: tenantId, role: 'Admin' });
    expect(Number(claims['exp']) - Number(claims['iat'])).toBe(3_600);
    expect(claims['nbf']).toBe(claims['iat']);
  });

  it('can be forged by who knows the secret: the forger of the tests below is right', async () => {
    expect((await api().as(forgeToken(claims)).get(LEADS)).status).toBe(200);
  });

  it('are accepted although the clock of the machine that made them is a little ahead', async () => {
    const soon = Math.floor(Date.now() / 1_000) + 3;
    expect(
      (
        await api()
          .as(forgeToken({ ...claims, iat: soon, nbf: soon }))
          .get(LEADS)
      ).status,
    ).toBe(200);
  });

  const past = () => Math.floor(Date.now() / 1_000) - 1;
  const future = () => Math.floor(Date.now() / 1_000) + 600;
  const faults: readonly (readonly [string, () => string])[] = [
    ['an expired one', () => forgeToken({ ...claims, exp: past() })],
    ['one that is not valid yet', () => forgeToken({ ...claims, nbf: future() })],
    ['alg none', () => forgeToken(claims, 'none')],
    ['HS512 with the right secret', () => forgeToken(claims, 'HS512')],
    ['another secret', () => forgeToken(claims, 'HS256', `${TEST_SECRET}x`)],
    ['another tenant in the claims', () => forgeToken({ ...claims, tenantid: stranger.tenant.tenantId })],
    ['another user in the claims', () => forgeToken({ ...claims, nameid: stranger.tenant.userId })],
    [
      "another tenant's session",
      () => forgeToken({ ...claims, sid: readClaims(stranger.tenant.token)['sid'] }),
    ],
    ['no session', () => forgeToken({ ...claims, sid: undefined })],
    ['a session that is no id', () => forgeToken({ ...claims, sid: "' OR 1=1 --" })],
    ['a session that is no text', () => forgeToken({ ...claims, sid: { $ne: '' } })],
    [
      'a session that never was',
      () => forgeToken({ ...claims, sid: '0190b2a0-0000-7000-8000-000000000000' }),
    ],
    [
      'a changed claim under the old signature',
      () => {
        const [head, , signature] = admin.tenant.token.split('.');
        const [, changed] = forgeToken({ ...claims, role: 'User' }).split('.');
        return `${head}.${changed}.${signature}`;
      },
    ],
    ['a signature without its last part', () => admin.tenant.token.slice(0, -4)],
    ['no token at all', () => 'x'],
    ['an empty one', () => ''],
  ];

  it.each(faults)('are refused: %s', async (_name, forge) => {
    const answer = await api().as(forge()).get(LEADS);
    expect(answer).toMatchObject({ status: 401, body: { error: { code: 'INVALID_TOKEN' } } });
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  it('are asked for when there is none, and taken from no other place', async () => {
    const { token } = admin.tenant;
    const basic = `Basic ${Buffer.from(`${admin.tenant.email}:${admin.tenant.password}`).toString('base64')}`;
    const places: Record<string, string>[] = [
      {},
      { authorization: basic },
      { authorization: token },
      { cookie: `token=${token}` },
    ];
    for (const headers of places) {
      const answer = await api().get(LEADS, { headers });
      expect(answer).toMatchObject({ status: 401, body: { error: { code: 'INVALID_TOKEN' } } });
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    }
    expect((await api().get(`${LEADS}?access_token=${token}`)).status).toBe(401);
  });

  it('speak with the role of the membership, not with the one they name', async () => {
    const session = await api()
      .as(forgeToken({ ...claims, role: 'Emperor' }))
      .get('/api/auth/me');
    expect(session).toMatchObject({ status: 200, body: { role: 'Admin' } });
  });
});
