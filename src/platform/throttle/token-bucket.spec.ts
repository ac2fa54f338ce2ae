import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Redis } from 'ioredis';
import { Clock } from '../../kernel/clock.js';
import { createLogger } from '../logging/logger.js';
import { describeWhere } from '../../../test/support/only-where.js';
import { MemoryTokenBucketStore } from './memory-token-bucket-store.js';
import { rateLimitHeaders } from './rate-limit-headers.js';
import { RedisTokenBucketStore } from './redis-token-bucket-store.js';
import type { BucketPolicy } from './token-bucket.js';

class ManualClock extends Clock {
  private time = 1_700_000_000_000;

  now(): Date {
    return new Date(this.time);
  }

  advance(milliseconds: number): void {
    this.time += milliseconds;
  }
}

const FREE: BucketPolicy = { capacity: 100, refillPerMinute: 100, burstQueue: 10 };
const logger = createLogger({ level: 'silent' });

describe('memory store', () => {
  it('lets 100 run at once, 10 wait up to 6 s in turn, and refuses the next', async () => {
    const store = new MemoryTokenBucketStore(new ManualClock());
    const results = [];
    for (let index = 0; index < 111; index += 1) results.push(await store.take('a', FREE));
    expect(results.slice(0, 100).every((result) => result.allowed && result.waitMs === 0)).toBe(true);
    expect(results.slice(100, 110).map((result) => result.waitMs)).toEqual([
      600, 1200, 1800, 2400, 3000, 3600, 4200, 4800, 5400, 6000,
    ]);
    expect(results[110]).toEqual({
      allowed: false,
      waitMs: 0,
      limit: 100,
      remaining: 0,
      resetAt: 1_700_000_066,
      retryAfterSeconds: 7,
    });
  });

  it('never asks for a longer wait than 6 s, however long the queue', async () => {
    const store = new MemoryTokenBucketStore(new ManualClock());
    const slow = { capacity: 1, refillPerMinute: 10, burstQueue: 10 };
    const waits = [];
    for (let index = 0; index < 4; index += 1) waits.push(await store.take('a', slow));
    expect(waits.map((result) => [result.allowed, result.waitMs])).toEqual([
      [true, 0],
      [true, 6000],
      [false, 0],
      [false, 0],
    ]);
  });

  it('allows what was refused after retryAfterSeconds, without a wait', async () => {
    const clock = new ManualClock();
    const store = new MemoryTokenBucketStore(clock);
    for (let index = 0; index < 110; index += 1) await store.take('a', FREE);
    const refused = await store.take('a', FREE);
    clock.advance((refused.retryAfterSeconds ?? 0) * 1000);
    expect(await store.take('a', FREE)).toMatchObject({ allowed: true, waitMs: 0 });
  });

  it('keeps at most so many buckets, and forgets full ones first', async () => {
    const clock = new ManualClock();
    const store = new MemoryTokenBucketStore(clock, 3);
    await store.take('empty', FREE, 100);
    await store.take('b', FREE);
    await store.take('c', FREE);
    clock.advance(1_000);
    await store.take('d', FREE);
    expect(store.size).toBeLessThanOrEqual(3);
    expect((await store.take('empty', FREE, 50)).allowed).toBe(false);
  });

  it('takes from all buckets or from none', async () => {
    const store = new MemoryTokenBucketStore(new ManualClock());
    const tight: BucketPolicy = { capacity: 2, refillPerMinute: 2, burstQueue: 0 };
    const both = [
      { key: 'tenant', policy: FREE, cost: 1 },
      { key: 'key', policy: tight, cost: 1 },
    ];
    const taken = [];
    for (let index = 0; index < 5; index += 1) taken.push((await store.takeAll(both)).allowed);
    expect(taken).toEqual([true, true, false, false, false]);
    expect((await store.take('tenant', FREE, 0)).remaining).toBe(98);
    expect(await store.takeAll(both)).toMatchObject({ allowed: false, waitMs: 0, retryAfterSeconds: 30 });
  });

  it('only looks at a cost of nothing', async () => {
    const store = new MemoryTokenBucketStore(new ManualClock());
    await store.take('a', FREE, 60);
    for (let index = 0; index < 5; index += 1) {
      expect(await store.take('a', FREE, 0)).toMatchObject({ allowed: true, remaining: 40, waitMs: 0 });
    }
  });

  it('agrees with a slow count of one token after another', async () => {
    const step = fc.record({
      wait: fc.integer({ min: 0, max: 4_000 }),
      cost: fc.integer({ min: 1, max: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const clock = new ManualClock();
        const store = new MemoryTokenBucketStore(clock);
        const policy = { capacity: 5, refillPerMinute: 60, burstQueue: 4 };
        let thousandths = 5_000;
        for (const { wait, cost } of steps) {
          clock.advance(wait);
          for (let index = 0; index < wait; index += 1) thousandths = Math.min(5_000, thousandths + 1);
          const allowed = thousandths - cost * 1000 >= -4_000;
          if (allowed) thousandths -= cost * 1000;
          const result = await store.take('a', policy, cost);
          expect(result.allowed).toBe(allowed);
          if (allowed) expect(Math.abs(result.waitMs - Math.max(0, -thousandths))).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('headers', () => {
  const result = { allowed: true, waitMs: 0, limit: 100, remaining: 40, resetAt: 1_700_000_036 };
  const tenant = { policy: { ...FREE, name: 'tenant' }, result };

  it('has the X- form and the structured form', () => {
    expect(rateLimitHeaders([tenant], 1_700_000_000.4)).toEqual({
      'X-RateLimit-Limit': '100',
      'X-RateLimit-Remaining': '40',
      'X-RateLimit-Reset': '1700000036',
      RateLimit: '"tenant";r=40;t=36',
      'RateLimit-Policy': '"tenant";q=100;w=60',
    });
  });

  it('names every bucket that counted, and shows the one that ends first', () => {
    const policy = { capacity: 10, refillPerMinute: 10, burstQueue: 0, name: 'key' };
    const key = { policy, result: { ...result, limit: 10, remaining: 3, resetAt: 1_700_000_042 } };
    const headers = rateLimitHeaders([tenant, key], 1_700_000_000);
    expect(headers).toEqual({
      'X-RateLimit-Limit': '10',
      'X-RateLimit-Remaining': '3',
      'X-RateLimit-Reset': '1700000042',
      RateLimit: '"tenant";r=40;t=36, "key";r=3;t=42',
      'RateLimit-Policy': '"tenant";q=100;w=60, "key";q=10;w=60',
    });
    const refusing = { ...tenant, result: { ...result, allowed: false } };
    expect(rateLimitHeaders([refusing, key], 1_700_000_000)['X-RateLimit-Limit']).toBe('100');
  });
});

describe('Redis away', () => {
  it('counts by itself at once', async () => {
    const redis = new Redis({
      port: 1,
      lazyConnect: true,
      enableOfflineQueue: false,
      retryStrategy: () => null,
    });
    const store = new RedisTokenBucketStore(redis, new MemoryTokenBucketStore(new ManualClock()), logger);
    expect((await store.take('a', FREE)).remaining).toBe(99);
    expect((await store.take('a', FREE)).remaining).toBe(98);
    redis.disconnect();
  });

  it('refuses what must not be counted by one process alone', async () => {
    const redis = new Redis({
      port: 1,
      lazyConnect: true,
      enableOfflineQueue: false,
      retryStrategy: () => null,
    });
    const store = new RedisTokenBucketStore(redis, new MemoryTokenBucketStore(new ManualClock()), logger);
    await expect(store.take('a', FREE, 1, 'refuse')).rejects.toMatchObject({
      status: 503,
      retryAfterSeconds: 5,
    });
    redis.disconnect();
  });
});

const redisUrl = process.env.TEST_REDIS_URL;
const describeRedis = describeWhere(redisUrl !== undefined);

describeRedis('Redis store', () => {
  let redis: Redis;

  beforeAll(async () => {
    redis = new Redis(redisUrl ?? '', { enableOfflineQueue: true });
    await redis.ping();
  });

  afterAll(() => redis.quit());

  it('gives what the memory store gives on any sequence, costs, times and buckets', async () => {
    const step = fc.record({
      wait: fc.integer({ min: -500, max: 7_000 }),
      demands: fc.uniqueArray(
        fc.record({
          key: fc.constantFrom('a', 'b', 'c'),
          cost: fc.integer({ min: 0, max: 4 }),
          policy: fc.nat({ max: 1 }),
        }),
        { minLength: 1, maxLength: 3, selector: ({ key }) => key },
      ),
    });
    const policy = fc.record({
      capacity: fc.integer({ min: 1, max: 30 }),
      refillPerMinute: fc.integer({ min: 1, max: 700 }),
      burstQueue: fc.integer({ min: 0, max: 10 }),
    });
    const policies = fc.tuple(policy, policy);
    let run = 0;
    await fc.assert(
      fc.asyncProperty(policies, fc.array(step, { maxLength: 40 }), async (rules, steps) => {
        const clock = new ManualClock();
        const memory = new MemoryTokenBucketStore(clock);
        run += 1;
        const options = { prefix: `{throttle-spec}:${process.pid}:${run}:`, clock };
        const shared = new RedisTokenBucketStore(redis, new MemoryTokenBucketStore(clock), logger, options);
        for (const { wait, demands } of steps) {
          clock.advance(wait);
          const wanted = demands.map(({ key, cost, policy: which }) => ({
            key,
            cost,
            policy: rules[which] ?? rules[0],
          }));
          expect(await shared.takeAll(wanted)).toEqual(await memory.takeAll(wanted));
        }
      }),
      { numRuns: 60 },
    );
  });

  it("counts with the server's time without a clock", async () => {
    const store = new RedisTokenBucketStore(redis, new MemoryTokenBucketStore(new ManualClock()), logger);
    const result = await store.take(`spec-${process.pid}-${Math.random()}`, FREE);
    expect([result.remaining, Math.abs(result.resetAt - Date.now() / 1000) < 5]).toEqual([99, true]);
  });
});
