import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ApiClient, type RegisteredTenant } from '../../../../test/support/api-client.js';
import { queueStores } from '../../../../test/support/queue-stores.js';
import { startTestProduct, type TestProduct } from '../../../../test/support/test-product.js';
import { runInContext } from '../../../platform/context/request-context.js';
import { PasswordHasher } from '../users/index.js';
import { AuthService } from './auth.service.js';

const GUESSES = 10_000;
const AT_ONCE = 40;
/** What registers is at home here. */
const HOME = '127.0.0.1';

/** An address of its own for every guess. */
function strangerAddress(index: number): string {
  return index % 2 === 0
    ? `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`
    : `2001:db8:0:${index.toString(16)}::1`;
}

describe.each(queueStores())('guessing at one account from many addresses, limits beside $name', (store) => {
  let product: TestProduct;
  let owner: RegisteredTenant;
  const limits = { LOGINS_PER_ACCOUNT: '10', GUESSES_PER_ACCOUNT: '50' };

  beforeAll(async () => {
    product = await startTestProduct({ ...store.settings, ...limits });
    owner = (await new ApiClient(product.url).register()).tenant;
  });

  afterAll(() => product.close());

  /** @returns the status it would be answered with. */
  async function login(address: string, password: string, email = owner.email): Promise<number> {
    const auth = product.app.get(AuthService);
    const attempt = () => auth.login({ email, password }, null);
    try {
      await runInContext({ traceId: 'spec', address }, attempt);
      return 200;
    } catch (error) {
      return Number(Reflect.get(Object(error), 'status'));
    }
  }

  it('does not get in, costs almost nothing, and does not lock the owner out', async () => {
    const compared = jest.spyOn(PasswordHasher.prototype, 'verify');
    const statuses = new Map<number, number>();
    let next = 0;
    let ownerStatus = 0;
    const guesser = async (): Promise<void> => {
      while (next < GUESSES) {
        const index = (next += 1);
        // Half-way, when nobody but the owner should be let near the password, the guesses are right.
        const password = index > GUESSES / 2 ? owner.password : `Wrong@${index}`;
        const status = await login(strangerAddress(index), password);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        if (index === (GUESSES * 3) / 4) ownerStatus = await login(HOME, owner.password);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, guesser));

    expect(ownerStatus).toBe(200);
    expect(statuses.get(200)).toBeUndefined();
    // Fifty, and the few that an hour's refill gives back meanwhile.
    expect(statuses.get(401)).toBeGreaterThanOrEqual(50);
    expect(statuses.get(401)).toBeLessThan(55);
    expect(statuses.get(429)).toBe(GUESSES - (statuses.get(401) ?? 0));
    expect(compared.mock.calls.length).toBe((statuses.get(401) ?? 0) + 1);
    compared.mockRestore();
  }, 60_000);

  it('limits a name that nobody has just the same', async () => {
    const nobody = 'nobody@example.com';
    const statuses = [];
    for (let index = 0; index < 55; index += 1)
      statuses.push(await login(strangerAddress(index), 'Wrong@1', nobody));
    expect([statuses.slice(0, 50).every((status) => status === 401), statuses.at(-1)]).toEqual([true, 429]);
  });

  it('counts the /64 of an IPv6 subscriber as one address', async () => {
    const name = 'somebody@example.com';
    const statuses = [];
    for (let index = 0; index < 11; index += 1)
      statuses.push(await login(`2001:db8:ffff:1::${index.toString(16)}`, 'Wrong@1', name));
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429]);
  });

  it('knows the owner at an address from the login there on', async () => {
    const { tenant } = await new ApiClient(product.url).register();
    const office = '198.51.100.7';
    expect(await login(office, tenant.password, tenant.email)).toBe(200);
    for (let index = 0; index < 60; index += 1) await login(strangerAddress(index), 'Wrong@1', tenant.email);
    expect(await login('198.51.100.8', tenant.password, tenant.email)).toBe(429);
    expect(await login(office, tenant.password, tenant.email)).toBe(200);
  });
});
