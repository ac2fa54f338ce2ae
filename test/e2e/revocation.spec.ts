import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SigningKeyRotation } from '../../src/foundation/identity/signing-keys/index.js';
import { runInContext } from '../../src/platform/context/request-context.js';
import { readHeader } from '../support/access-token.js';
import { ApiClient, type RegisteredTenant } from '../support/api-client.js';
import { eventually } from '../support/eventually.js';
import { SpawnedProduct } from '../support/spawn-product.js';
import {
  freshDatabaseUrl,
  startTestProduct,
  testEnvironment,
  type TestProduct,
} from '../support/test-product.js';

/** A revocation may take this long to bite on another process, in milliseconds. */
const PROMISE = 1_000;
/** What two looks at a busy test machine may add. */
const LOOK = 250;

type Logins = Pick<RegisteredTenant, 'token' | 'refreshToken'>;

describe('two processes on one database', () => {
  const databaseUrl = freshDatabaseUrl();
  const environment = testEnvironment(databaseUrl);
  let here: TestProduct;
  let there: SpawnedProduct;
  let tenant: RegisteredTenant;
  let kid: string;

  beforeAll(async () => {
    here = await startTestProduct({ ...environment, WORKERS: 'none' }, databaseUrl);
    there = await SpawnedProduct.start({ ...environment, WORKERS: 'none' });
    ({ tenant } = await new ApiClient(here.url).register());
  }, 60_000);

  afterAll(async () => {
    await there.kill();
    await here.close();
  });

  const apiHere = (token?: string) => new ApiClient(here.url, token);
  const apiThere = (token?: string) => new ApiClient(there.url, token);
  const statusThere = async (token: string) => (await apiThere(token).get('/api/auth/me')).status;
  const rotation = () => here.app.get(SigningKeyRotation);
  const login = async (): Promise<Logins> => {
    const body = { email: tenant.email, password: tenant.password };
    return (await apiHere().post<RegisteredTenant>('/api/auth/login', { body })).body;
  };
  const refreshHere = (refreshToken: string) =>
    apiHere().post<RegisteredTenant>('/api/auth/refresh', { body: { refreshToken } });

  /** Both tokens work there, the first is cached there; after `end` neither does, in time. */
  async function endsThere(logins: readonly Logins[], end: () => Promise<unknown>): Promise<void> {
    for (const { token } of logins) expect(await statusThere(token)).toBe(200);
    await end();
    const begin = Date.now();
    for (const { token } of logins) {
      await eventually('the token is refused there', async () => (await statusThere(token)) === 401);
    }
    expect(Date.now() - begin).toBeLessThan(PROMISE + LOOK);
  }

  describe.each(['HS256', 'EdDSA'] as const)('with tokens signed by %s', (algorithm) => {
    beforeAll(async () => {
      kid = await runInContext({ traceId: 'spec' }, async () =>
        String(await rotation().rotate({ algorithm, lead: 0 })),
      );
    });

    it('accept a key that the other made, within a second', async () => {
      const { token } = await login();
      expect(readHeader(token)).toMatchObject({ alg: algorithm, kid });
      const begin = Date.now();
      await eventually('the token is accepted there', async () => (await statusThere(token)) === 200);
      expect(Date.now() - begin).toBeLessThan(PROMISE + LOOK);
    });

    it('refuse a session that the other ended by logout', async () => {
      const session = await login();
      await endsThere([session], () => apiHere(session.token).post('/api/auth/logout'));
    });

    it('refuse a session whose refresh token the other saw twice', async () => {
      const session = await login();
      const next = (await refreshHere(session.refreshToken)).body;
      await endsThere([session, next], () => refreshHere(session.refreshToken));
    });

    it('refuse all other sessions that one request ended at the other', async () => {
      const others = [await login(), await login()];
      const { token } = await login();
      await endsThere(others, () => apiHere(token).delete('/api/auth/sessions'));
      expect(await statusThere(token)).toBe(200);
    });

    it('refuse what a key signed that was revoked at the other', async () => {
      const session = await login();
      await endsThere([session], () => runInContext({ traceId: 'spec' }, () => rotation().revoke(kid)));
      const next = await refreshHere(session.refreshToken);
      expect(next.status).toBe(200);
      await eventually('its successor serves there', async () => {
        return (await statusThere(next.body.token)) === 200;
      });
    });
  });
});
