import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Redis } from 'ioredis';
import { Clock } from '../../kernel/clock.js';
import { QueueConfig } from '../config/queue.config.js';
import { LOGGER, type Logger } from '../logging/logger.js';
import { AddressLimit } from './address-limit.js';
import { MemoryTokenBucketStore } from './memory-token-bucket-store.js';
import { RateLimits } from './rate-limits.js';
import { RedisTokenBucketStore } from './redis-token-bucket-store.js';
import { ThrottleGuard } from './throttle.guard.js';
import { TokenBucketStore } from './token-bucket.js';
import { UncountedAnswers } from './uncounted-answers.js';

const REDIS = Symbol('throttle redis');

function connectRedis(config: QueueConfig): Redis | null {
  if (config.redisUrl === undefined) return null;
  const redis = new Redis(config.redisUrl, { enableOfflineQueue: false, maxRetriesPerRequest: 0 });
  redis.on('error', () => undefined);
  return redis;
}

function createStore(
  redis: Redis | null,
  clock: Clock,
  logger: Logger,
  config: QueueConfig,
): TokenBucketStore {
  const memory = new MemoryTokenBucketStore(clock);
  if (redis === null) return memory;
  return new RedisTokenBucketStore(redis, memory, logger, { prefix: `${config.prefix}:throttle:` });
}

/** Limits are counted in Redis when there is one, so that several processes share them; else in this process. */
@Global()
@Module({
  providers: [
    { provide: REDIS, useFactory: connectRedis, inject: [QueueConfig] },
    { provide: TokenBucketStore, useFactory: createStore, inject: [REDIS, Clock, LOGGER, QueueConfig] },
    AddressLimit,
    RateLimits,
    ThrottleGuard,
    UncountedAnswers,
  ],
  exports: [TokenBucketStore, AddressLimit, RateLimits, ThrottleGuard, UncountedAnswers],
})
export class ThrottleModule implements OnApplicationShutdown {
  constructor(@Inject(REDIS) private readonly redis: Redis | null) {}

  onApplicationShutdown(): void {
    this.redis?.disconnect();
  }
}
