import { createPublicKey, verify } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { SigningKeyRotation } from '../../src/foundation/identity/signing-keys/index.js';
import { runInContext } from '../../src/platform/context/request-context.js';
import { forgeToken, readClaims, readHeader, type TokenClaims } from '../support/access-token.js';
import type { ApiClient, RegisteredTenant } from '../support/api-client.js';
import { eventually } from '../support/eventually.js';
import { queryDatabase } from '../support/server-query.js';
import { useTestProduct } from '../support/use-test-product.js';

interface PublishedKey {
  readonly [member: string]: string;
  readonly kid: string;
  readonly x: string;
}

interface Published {
  readonly keys: PublishedKey[];
}

type Admin = ApiClient & { readonly tenant: RegisteredTenant };

describe('signing keys of a running product', () => {
  const { api, product } = useTestProduct();
  let admin: Admin;
  let before: string;

  const rotation = () => product().app.get(SigningKeyRotation);
  const rotate = (algorithm: 'HS256' | 'EdDSA') =>
    runInContext({ traceId: 'spec' }, async () => String(await rotation().rotate({ algorithm, lead: 0 })));
  const jwks = async () => (await api().get<Published>('/.well-known/jwks.json')).body;
  const statusOf = async (token: string) => (await api().as(token).get('/api/auth/me')).status;
  const login = async () => {
    const { email, password } = admin.tenant;
    const answer = await api().post<RegisteredTenant>('/api/auth/login', { body: { email, password } });
    return answer.body;
  };

  beforeAll(async () => {
    admin = await api().register();
    before = admin.tenant.token;
  });

  it('publish nothing as long as they are secrets', async () => {
    expect(readHeader(before)).toEqual({ alg: 'HS256', typ: 'JWT', kid: 'bootstrap' });
    const answer = await api().get('/.well-known/jwks.json');
    expect(answer).toMatchObject({ status: 200, body: { keys: [] } });
    expect(answer.headers.get('cache-control')).toBe('public, max-age=300');
  });

  it('rotate without logging anybody out, from one algorithm to the other and back', async () => {
    const tokens = [before];
    for (const algorithm of ['HS256', 'EdDSA', 'EdDSA', 'HS256'] as const) {
      const kid = await rotate(algorithm);
      const { token, refreshToken } = await login();
      expect(readHeader(token)).toEqual({ alg: algorithm, typ: 'JWT', kid });
      tokens.push(token);
      expect((await api().post('/api/auth/refresh', { body: { refreshToken } })).status).toBe(200);
    }
    for (const token of tokens) expect(await statusOf(token)).toBe(200);
  });

  it('are published when others may verify with them, and only the public half', async () => {
    const kid = await rotate('EdDSA');
    const { token } = await login();
    const { keys } = await jwks();
    const own = keys.find((key) => key.kid === kid);
    expect(own).toEqual({
      kid,
      kty: 'OKP',
      crv: 'Ed25519',
      x: expect.any(String),
      alg: 'EdDSA',
      use: 'sig',
    });
    expect(Object.keys(keys[0] ?? {})).not.toContain('d');

    const { payload } = await jwtVerify(token, createLocalJWKSet({ keys: [...keys] }));
    expect(payload).toMatchObject({ nameid: admin.tenant.userId, tenantid: admin.tenant.tenantId });

    const [head, body, signature = ''] = token.split('.');
    const publicKey = createPublicKey({ key: { ...own }, format: 'jwk' });
    const isGenuine = verify(
      null,
      Buffer.from(`${head}.${body}`),
      publicKey,
      Buffer.from(signature, 'base64url'),
    );
    expect(isGenuine).toBe(true);
  });

  describe('bind the algorithm', () => {
    let claims: TokenClaims;
    let kid: string;
    let x: string;
    let hmacKid: string;

    beforeAll(async () => {
      hmacKid = await rotate('HS256');
      kid = await rotate('EdDSA');
      claims = readClaims((await login()).token);
      x = (await jwks()).keys.find((key) => key.kid === kid)?.x ?? '';
      expect(await statusOf(forgeToken(claims))).toBe(200);
    });

    const publicKey = () => createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    const pem = () => publicKey().export({ format: 'pem', type: 'spki' }).toString();
    const forgeries: readonly (readonly [string, () => string])[] = [
      ['the public key as an HMAC key: PEM', () => forgeToken(claims, 'HS256', pem(), { kid })],
      [
        'the public key as an HMAC key: its bytes',
        () => forgeToken(claims, 'HS256', Buffer.from(x, 'base64url'), { kid }),
      ],
      [
        'the public key as an HMAC key: DER',
        () => forgeToken(claims, 'HS256', publicKey().export({ format: 'der', type: 'spki' }), { kid }),
      ],
      ['none, under the kid of a key', () => forgeToken(claims, 'none', '', { kid })],
      ['none, under no kid', () => forgeToken(claims, 'none', '')],
      ['the secret of JWT_SECRET under another kid', () => forgeToken(claims, 'HS256', undefined, { kid })],
      [
        'JWT_SECRET under the kid of an HMAC key',
        () => forgeToken(claims, 'HS256', undefined, { kid: hmacKid }),
      ],
      ['EdDSA said of an HMAC key', () => forgeToken(claims, 'EdDSA', undefined, { kid: 'bootstrap' })],
      ['HS512 said of an HMAC key', () => forgeToken(claims, 'HS512', undefined, { kid: 'bootstrap' })],
      ['a kid that is unknown', () => forgeToken(claims, 'HS256', undefined, { kid: 'nobodys' })],
      ['a kid that is no text', () => forgeToken(claims, 'HS256', undefined, { kid: { $ne: '' } })],
      ['a kid of a megabyte', () => forgeToken(claims, 'HS256', undefined, { kid: 'x'.repeat(10_000) })],
      ['a kid that is a path', () => forgeToken(claims, 'HS256', '', { kid: '../../dev/null' })],
      [
        'a key that the token brings along',
        () => forgeToken(claims, 'HS256', 'mine', { kid: 'mine', jwk: { kty: 'oct', k: 'bWluZQ' } }),
      ],
      [
        'an extension nobody knows',
        () => forgeToken(claims, 'HS256', undefined, { crit: ['exp2'], exp2: 1 }),
      ],
    ];

    it.each(forgeries)('%s', async (_name, forge) => {
      const answer = await api().as(forge()).get('/api/auth/me');
      expect(answer).toMatchObject({ status: 401, body: { error: { code: 'INVALID_TOKEN' } } });
    });
  });

  it('refuse what a revoked key signed within a second, verified before or not, and let its holders refresh', async () => {
    const kid = await rotate('EdDSA');
    const [seen, unseen] = [await login(), await login()];
    expect(await statusOf(seen.token)).toBe(200);
    await runInContext({ traceId: 'spec' }, () => rotation().revoke(kid));
    const begin = Date.now();
    await eventually('the token is refused', async () => (await statusOf(seen.token)) === 401);
    expect(Date.now() - begin).toBeLessThan(1_000);
    expect(await statusOf(unseen.token)).toBe(401);
    const body = { refreshToken: seen.refreshToken };
    const next = await api().post<RegisteredTenant>('/api/auth/refresh', { body });
    expect(next.status).toBe(200);
    expect(await statusOf(next.body.token)).toBe(200);
    expect((await jwks()).keys.map((key) => key.kid)).not.toContain(kid);
  });

  it('leave a trace in the audit log of the installation', async () => {
    const entries = await queryDatabase<{ action: string; actor: string }>(
      product().databaseUrl,
      `SELECT action, actor_kind AS actor FROM audit_entries WHERE resource = 'signing-keys'`,
    );
    expect(entries).toContainEqual({ action: 'signing-key.created', actor: 'system' });
    expect(entries).toContainEqual({ action: 'signing-key.revoked', actor: 'system' });
  });
});
