import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Clock } from '../../kernel/clock.js';
import { UnavailableError } from '../../kernel/errors.js';
import type { Logger } from '../logging/logger.js';
import type { MemoryTokenBucketStore } from './memory-token-bucket-store.js';
import { deepestDebt, describeAdmission, tokensPerMillisecond, TokenBucketStore } from './token-bucket.js';
import type { Admission, BucketDecision, BucketDemand, WhenAway } from './token-bucket.js';

/**
 * KEYS buckets · ARGV now in ms ('' = the server's), then for each bucket capacity, rate per ms, deepest debt, cost
 * → for each bucket allowed, tokens, at. Takes from all of them, or from none.
 */
const SCRIPT = `
local now = tonumber(ARGV[1])
if now == nil then
  local time = redis.call('TIME')
  now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
end
local buckets, all = {}, true
for index = 1, #KEYS do
  local first = (index - 1) * 4 + 2
  local capacity, rate = tonumber(ARGV[first]), tonumber(ARGV[first + 1])
  local debt, cost = tonumber(ARGV[first + 2]), tonumber(ARGV[first + 3])
  local stored = redis.call('HMGET', KEYS[index], 'tokens', 'at')
  local tokens, at = capacity, now
  if stored[1] then
    local since = tonumber(stored[2])
    at = math.max(now, since)
    tokens = math.min(capacity, tonumber(stored[1]) + (at - since) * rate)
  end
  local allowed = tokens - cost >= 0 or tokens - cost >= -debt
  all = all and allowed
  buckets[index] = { capacity = capacity, rate = rate, cost = cost, tokens = tokens, at = at, allowed = allowed }
end
local reply = {}
for index, bucket in ipairs(buckets) do
  local tokens = bucket.tokens
  if all then tokens = tokens - bucket.cost end
  local text = string.format('%.17g', tokens)
  local moment = string.format('%.17g', bucket.at)
  redis.call('HSET', KEYS[index], 'tokens', text, 'at', moment)
  redis.call('PEXPIRE', KEYS[index], math.ceil((bucket.capacity - tokens) / bucket.rate) + 1000)
  reply[#reply + 1] = bucket.allowed and 1 or 0
  reply[#reply + 1] = text
  reply[#reply + 1] = moment
end
return reply
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
 * Buckets shared by all processes: one script, one round trip, however many buckets decide. When Redis is not
 * connected, refuses or is silent for longer than the time-out, this process counts by itself in the fallback store
 * until Redis answers again (the limit then holds per process instead of in total), or refuses where that was asked.
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

  override async takeAll(
    demands: readonly BucketDemand[],
    whenAway: WhenAway = 'count-locally',
  ): Promise<Admission> {
    if (this.redis.status !== 'ready') return this.withoutRedis(demands, whenAway);
    try {
      const decisions = await this.withTimeout(this.decide(demands));
      if (this.away) this.logger.info({}, 'Rate limits are counted in Redis again');
      this.away = false;
      return describeAdmission(decisions, demands);
    } catch (error) {
      if (!this.away)
        this.logger.warn({ error }, 'Rate limits are counted per process: Redis does not answer');
      this.away = true;
      return this.withoutRedis(demands, whenAway);
    }
  }

  private withoutRedis(demands: readonly BucketDemand[], whenAway: WhenAway): Promise<Admission> {
    if (whenAway === 'refuse') throw new UnavailableError('This cannot be limited at the moment', 5);
    return this.fallback.takeAll(demands);
  }

  private async decide(demands: readonly BucketDemand[]): Promise<BucketDecision[]> {
    const prefix = this.options.prefix ?? 'throttle:';
    const reply = await this.run(
      demands.map(({ key }) => prefix + key),
      demands.flatMap(({ policy, cost }) => [
        policy.capacity,
        tokensPerMillisecond(policy),
        deepestDebt(policy),
        cost,
      ]),
    );
    if (!Array.isArray(reply)) throw new TypeError('The throttle script answered with something else');
    return demands.map((_, index) => ({
      allowed: Number(reply[index * 3]) === 1,
      tokens: Number(reply[index * 3 + 1]),
      at: Number(reply[index * 3 + 2]),
    }));
  }

  private async run(keys: readonly string[], figures: readonly number[]): Promise<unknown> {
    const parameters = [...keys, this.options.clock?.milliseconds() ?? '', ...figures];
    try {
      return await this.redis.evalsha(SCRIPT_HASH, keys.length, ...parameters);
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
      return this.redis.eval(SCRIPT, keys.length, ...parameters);
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
