import { describe, expect, it } from '@jest/globals';
import { TestClock } from '../../../test/support/test-clock.js';
import { EnvironmentReader } from '../config/environment-reader.js';
import { LimitsConfig } from '../config/limits.config.js';
import type { TenantReference } from '../context/tenant-reference.js';
import { MemoryTokenBucketStore } from './memory-token-bucket-store.js';
import { RateLimits } from './rate-limits.js';

const TENANT: TenantReference = {
  id: 'a',
  database: 'a',
  cluster: 'primary',
  state: 'active',
  plan: 'free',
  schemaVersion: 1,
};
const KEY = { key: 'k', perMinute: 10 };

describe('RateLimits', () => {
  const limits = () => {
    const config = new LimitsConfig(new EnvironmentReader({ BURST_QUEUE: '0' }));
    return new RateLimits(new MemoryTokenBucketStore(new TestClock()), config);
  };
  const take = (subject: RateLimits, tenant = TENANT, cost = 1) =>
    subject.take(subject.demandsOf(tenant, KEY, cost));

  it("takes a key's request from the tenant's bucket too, and from neither when the key's is empty", async () => {
    const subject = limits();
    const allowed = [];
    for (let index = 0; index < 12; index += 1) allowed.push((await take(subject)).allowed);
    expect(allowed.filter(Boolean)).toHaveLength(10);
    const { demands, admission } = await subject.peek(TENANT, KEY);
    expect(demands.map(({ policy }) => policy.name)).toEqual(['tenant', 'key']);
    expect(admission.buckets.map(({ remaining }) => remaining)).toEqual([90, 0]);
  });

  it("leaves a key's bucket alone when the tenant's is empty", async () => {
    const subject = limits();
    await subject.take(subject.demandsOf(TENANT, undefined, 100));
    expect((await take(subject)).allowed).toBe(false);
    expect((await subject.peek(TENANT, KEY)).admission.buckets[1]?.remaining).toBe(10);
  });

  it('keeps the buckets of one decision in one slot of a cluster', () => {
    const keys = limits()
      .demandsOf(TENANT, KEY, 1)
      .map(({ key }) => key);
    expect(keys).toEqual(['{a}:tenant', '{a}:key:k']);
  });

  it('never asks for more than a full bucket holds', async () => {
    expect(await take(limits(), TENANT, 50)).toMatchObject({ allowed: true });
  });

  it('counts the key alone where the plan has no limit, and an unknown plan as the smallest', () => {
    const names = (plan: string) =>
      limits()
        .demandsOf({ ...TENANT, plan }, KEY, 1)
        .map(({ policy }) => [policy.name, policy.capacity]);
    expect(names('unmetered')).toEqual([['key', 10]]);
    expect(names('gone')).toEqual([
      ['tenant', 100],
      ['key', 10],
    ]);
  });
});
