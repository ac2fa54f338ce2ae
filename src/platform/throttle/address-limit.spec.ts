import { describe, expect, it } from '@jest/globals';
import { TestClock } from '../../../test/support/test-clock.js';
import { EnvironmentReader } from '../config/environment-reader.js';
import { LimitsConfig } from '../config/limits.config.js';
import { AddressLimit } from './address-limit.js';
import { MemoryTokenBucketStore } from './memory-token-bucket-store.js';

const ADDRESS = '203.0.113.7';

describe('AddressLimit', () => {
  function start() {
    const clock = new TestClock();
    const config = new LimitsConfig(new EnvironmentReader({ RATE_LIMIT_ANONYMOUS: '6' }));
    const buckets = new MemoryTokenBucketStore(clock);
    return { clock, limit: new AddressLimit(buckets, clock, config) };
  }

  async function exhaust(limit: AddressLimit): Promise<void> {
    for (let index = 0; index < 6; index += 1) expect((await limit.take(ADDRESS)).allowed).toBe(true);
  }

  it('lets everybody through while there are tokens', async () => {
    const { limit } = start();
    await limit.take(ADDRESS);
    expect(() => limit.refuseFlood(ADDRESS)).not.toThrow();
    expect(() => limit.refuseFlood(undefined)).not.toThrow();
  });

  it('refuses an address without a token before anything is asked, and no other', async () => {
    const { limit } = start();
    await exhaust(limit);
    expect(() => limit.refuseFlood(ADDRESS)).toThrow(
      expect.objectContaining({ status: 429, retryAfterSeconds: 10 }),
    );
    expect(await limit.take(ADDRESS)).toMatchObject({ allowed: false, remaining: 0, retryAfterSeconds: 10 });
    expect(() => limit.refuseFlood('203.0.113.8')).not.toThrow();
  });

  it('lets one at a time look whether a token is there again', async () => {
    const { clock, limit } = start();
    await exhaust(limit);
    clock.advance(10_000);
    expect(() => limit.refuseFlood(ADDRESS)).not.toThrow();
    expect(() => limit.refuseFlood(ADDRESS)).toThrow();
    expect((await limit.take(ADDRESS)).allowed).toBe(true);
    expect(() => limit.refuseFlood(ADDRESS)).toThrow();
  });

  it('forgets a flood that has ebbed', async () => {
    const { clock, limit } = start();
    await exhaust(limit);
    clock.advance(60_000);
    expect(await limit.take(ADDRESS)).toMatchObject({ allowed: true, remaining: 5 });
    for (let index = 0; index < 5; index += 1) expect(() => limit.refuseFlood(ADDRESS)).not.toThrow();
  });
});
