import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Clock } from '../../kernel/clock.js';
import type { Logger } from '../logging/logger.js';
import type { MemoryTokenBucketStore } from './memory-token-bucket-store.js';
import { deepestDebt, describeDecision, tokensPerMillisecond, TokenBucketStore } from './token-bucket.js';
import type { BucketDecision, BucketPolicy, BucketResult } from './token-bucket.js';

/** KEYS bucket · ARGV capacity, rate per ms, deepest debt, cost, now in ms ('' = the server's) → allowed, tokens, at. */
const SCRIPT = `
local capacity, rate, debt, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local now = tonumber(ARGV[5])
if now == nil then
  local time = redis.call('TIME')
  now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
end
local stored = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local tokens, at = capacity, now
if stored[1] then
  local since = tonumber(stored[2])
  at = math.max(now, since)
  tokens = math.min(capacity, tonumber(stored[1]) + (at - since) * rate)
end
local allowed = 0
if tokens - cost >= 0 or tokens - cost >= -debt then
  allowed = 1
  tokens = tokens - cost
end
local text = string.format('%.17g', tokens)
local moment = string.format('%.17g', at)
redis.call('HSET', KEYS[1], 'tokens', text, 'at', moment)
redis.call('PEXPIRE', KEYS[1], math.ceil((capacity - tokens) / rate) + 1000)
return { allowed, text, moment }
`;

const SCRIPT_HASH = createHash('sha1').update(SCRIPT).digest('hex');

export interface RedisTokenBucketOptions {
  /** Before every key. */
  readonly prefix?: string;
  /** How long an answer is waited for, in milliseconds. */
  readonly timeoutMs?: number;
  /** The time to count with; without it the Redis server's own, which is the same for every process. */
  readonly clock?: Clock;
}

/**
 * Buckets shared by all processes: one script, one round trip. When Redis is not connected, refuses or is silent
 * for longer than the time-out, this process counts by itself in the fallback store until Redis answers again:
 * the limit then holds per process instead of in total, and no request fails because of it.
 */
export class RedisTokenBucketStore extends TokenBucketStore {
  private away = false;

  constructor(
    private readonly redis: Redis,
    private readonly fallback: MemoryTokenBucketStore,
    private readonly logger: Logger,
    private readonly options: RedisTokenBucketOptions = {},
  ) {
    super();
  }

  override async take(key: string, policy: BucketPolicy, cost = 1): Promise<BucketResult> {
    if (this.redis.status !== 'ready') return this.fallback.take(key, policy, cost);
    try {
      const decision = await this.withTimeout(this.decide(key, policy, cost));
      if (this.away) this.logger.info({}, 'Rate limits are counted in Redis again');
      this.away = false;
      return describeDecision(decision, policy, cost);
    } catch (error) {
      if (!this.away)
        this.logger.warn({ error }, 'Rate limits are counted per process: Redis does not answer');
      this.away = true;
      return this.fallback.take(key, policy, cost);
    }
  }

  private async decide(key: string, policy: BucketPolicy, cost: number): Promise<BucketDecision> {
    const reply = await this.run([
      `${this.options.prefix ?? 'throttle:'}${key}`,
      policy.capacity,
      tokensPerMillisecond(policy),
      deepestDebt(policy),
      cost,
      this.options.clock?.milliseconds() ?? '',
    ]);
    if (!Array.isArray(reply)) throw new TypeError('The throttle script answered with something else');
    return { allowed: Number(reply[0]) === 1, tokens: Number(reply[1]), at: Number(reply[2]) };
  }

  private async run(parameters: (string | number)[]): Promise<unknown> {
    try {
      return await this.redis.evalsha(SCRIPT_HASH, 1, ...parameters);
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
      return this.redis.eval(SCRIPT, 1, ...parameters);
    }
  }

  private async withTimeout<Result>(work: Promise<Result>): Promise<Result> {
    const milliseconds = this.options.timeoutMs ?? 250;
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`No answer from Redis in ${milliseconds} ms`)), milliseconds);
    });
    try {
      return await Promise.race([work, timeout]);
    } finally {
      clearTimeout(timer);
    }
  }
}
