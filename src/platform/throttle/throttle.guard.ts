import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply } from 'fastify';
import { setTimeout as sleep } from 'node:timers/promises';
import { Clock } from '../../kernel/clock.js';
import { RateLimitError } from '../../kernel/errors.js';
import { LimitsConfig } from '../config/limits.config.js';
import { currentContext } from '../context/request-context.js';
import { ROUTE, type RouteOptions } from '../http/route-options.js';
import { AddressLimit } from './address-limit.js';
import { networkOf } from './network-of.js';
import { type CountedBucket, type NamedBucketPolicy, rateLimitHeaders } from './rate-limit-headers.js';
import { RateLimits } from './rate-limits.js';
import { TokenBucketStore } from './token-bucket.js';

/**
 * Counts a request against its limits: the tenant's plan and the API key's own when the caller is known, the address
 * when it is not. A few requests over a tenant's limit wait their turn; the next gets 429.
 */
@Injectable()
export class ThrottleGuard implements CanActivate {
  private readonly policies: Readonly<Record<'register' | 'reader', NamedBucketPolicy>>;

  constructor(
    private readonly reflector: Reflector,
    private readonly limits: RateLimits,
    private readonly addresses: AddressLimit,
    private readonly buckets: TokenBucketStore,
    private readonly clock: Clock,
    config: LimitsConfig,
  ) {
    const [perHour, perMinute] = [config.registrationsPerHour, config.readsPerMinute];
    this.policies = {
      register: { name: 'register', capacity: perHour, refillPerMinute: perHour / 60, burstQueue: 0 },
      reader: { name: 'reader', capacity: perMinute, refillPerMinute: perMinute, burstQueue: 0 },
    };
  }

  /** @throws {RateLimitError} 429 · {UnavailableError} 503 where the route refuses while limits cannot be shared */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const route = this.reflector.get<RouteOptions | undefined>(ROUTE, context.getHandler());
    if (currentContext().tenant === undefined) await this.countAddress(route, reply);
    else await this.countTenant(route, reply);
    return true;
  }

  private async countTenant(route: RouteOptions | undefined, reply: FastifyReply): Promise<void> {
    const { tenant, rateLimit } = currentContext();
    if (tenant === undefined) return;
    const demands = this.limits.demandsOf(tenant, rateLimit, route?.cost ?? 1);
    if (demands.length === 0) {
      reply.headers(UNMETERED);
      return;
    }
    const admission = await this.limits.take(demands, route?.whenLimiterIsAway);
    const counted: CountedBucket[] = [];
    for (const [index, result] of admission.buckets.entries()) {
      const policy = demands[index]?.policy;
      if (policy !== undefined) counted.push({ policy, result });
    }
    this.show(counted, reply);
    if (!admission.allowed) throw new RateLimitError(admission.retryAfterSeconds ?? 1);
    if (admission.waitMs > 0) await sleep(admission.waitMs);
  }

  private async countAddress(route: RouteOptions | undefined, reply: FastifyReply): Promise<void> {
    if (route?.limit === undefined) return;
    const counted = await this.takeAddress(route);
    this.show([counted], reply);
    if (!counted.result.allowed) throw new RateLimitError(counted.result.retryAfterSeconds ?? 1);
  }

  private async takeAddress({ limit, whenLimiterIsAway }: RouteOptions): Promise<CountedBucket> {
    const { address } = currentContext();
    if (limit !== 'register' && limit !== 'reader') {
      const result = await this.addresses.take(address, whenLimiterIsAway);
      return { policy: this.addresses.policy, result };
    }
    const policy = this.policies[limit];
    const key = `${policy.name}:${networkOf(address ?? '')}`;
    return { policy, result: await this.buckets.take(key, policy, 1, whenLimiterIsAway) };
  }

  private show(counted: readonly CountedBucket[], reply: FastifyReply): void {
    reply.headers(rateLimitHeaders(counted, this.clock.milliseconds() / 1_000));
  }
}

/** The headers promised on every answer, for a plan without a limit. */
const NO_LIMIT = String(Number.MAX_SAFE_INTEGER);
const UNMETERED = {
  'X-RateLimit-Limit': NO_LIMIT,
  'X-RateLimit-Remaining': NO_LIMIT,
  'X-RateLimit-Reset': '0',
};
