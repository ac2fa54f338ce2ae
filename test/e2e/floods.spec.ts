import { describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { ControlDatabase } from '../../src/platform/database/control-database.js';
import { forgeToken, readClaims } from '../support/access-token.js';
import { useTestProduct } from '../support/use-test-product.js';

const ADDRESS_LIMIT = 20;
const AT_ONCE = 10;

describe('a flood of tokens that are not valid', () => {
  const { api } = useTestProduct({ RATE_LIMIT_ANONYMOUS: String(ADDRESS_LIMIT) });

  it('is cut off before anything is looked up, and spares whoever is known behind the same address', async () => {
    const admin = await api().register();
    const claims = readClaims(admin.tenant.token);
    /** On a slow machine a token or two have flowed in meanwhile. */
    const refusedAnswer = async () => {
      let answer = await api().as('bad').get('/api/leads');
      for (let more = 0; more < ADDRESS_LIMIT && answer.status === 401; more += 1)
        answer = await api().as('bad').get('/api/leads');
      return answer;
    };
    const lookups = jest.spyOn(ControlDatabase.prototype, 'query');
    const begin = Date.now();
    let sent = 0;
    const statuses: number[] = [];
    const attacker = async (): Promise<void> => {
      while (sent < 300) {
        sent += 1;
        // Rightly signed, so that each would cost a look at a session that does not exist.
        const token = forgeToken({ ...claims, sid: `018f0000-0000-7000-8000-${randomUUID().slice(-12)}` });
        statuses.push((await api().as(token).get('/api/leads')).status);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, attacker));
    const looked = lookups.mock.calls.filter(([text]) => text.includes('FROM sessions s')).length;
    const refilled = Math.ceil(((Date.now() - begin) / 60_000) * ADDRESS_LIMIT);
    lookups.mockRestore();
    expect(statuses.filter((status) => status === 401).length).toBeGreaterThanOrEqual(ADDRESS_LIMIT);
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(200);
    // What the bucket allowed, and what was under way when it ran out.
    expect(looked).toBeLessThanOrEqual(ADDRESS_LIMIT + AT_ONCE + refilled);

    // Its token has never been used before the flood began.
    expect((await admin.get('/api/leads')).status).toBe(200);
    const refused = await refusedAnswer();
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(refused.headers.get('x-ratelimit-remaining')).toBe('0');
    expect(refused.headers.get('ratelimit-policy')).toBe(`"address";q=${ADDRESS_LIMIT};w=60`);
  });
});
