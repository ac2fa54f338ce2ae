import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply } from 'fastify';
import { setTimeout as sleep } from 'node:timers/promises';
import { Clock } from '../../kernel/clock.js';
import { RateLimitError } from '../../kernel/errors.js';
import { LimitsConfig, type Plan, PLANS } from '../config/limits.config.js';
import { currentContext } from '../context/request-context.js';
import { ROUTE, type RouteOptions } from '../http/route-options.js';
import { addressKey, addressPolicy } from './address-policy.js';
import { type NamedBucketPolicy, rateLimitHeaders } from './rate-limit-headers.js';
import { type BucketResult, TokenBucketStore } from './token-bucket.js';

/**
 * Counts a request against its limit: the tenant's plan when the caller is known, the address when it is not. A few
 * requests over a tenant's limit wait their turn; the next gets 429.
 */
@Injectable()
export class ThrottleGuard implements CanActivate {
  private readonly plans: Readonly<Record<Plan, NamedBucketPolicy | undefined>>;
  private readonly anonymous: NamedBucketPolicy;
  private readonly register: NamedBucketPolicy;

  constructor(
    private readonly reflector: Reflector,
    private readonly buckets: TokenBucketStore,
    private readonly clock: Clock,
    limits: LimitsConfig,
  ) {
    const perMinute = (name: string, rate: number, burstQueue: number) => ({
      name,
      capacity: rate,
      refillPerMinute: rate,
      burstQueue,
    });
    const { free, pro, enterprise } = limits.requestsPerMinute;
    this.plans = {
      free: perMinute('tenant', free, limits.burstQueue),
      pro: perMinute('tenant', pro, limits.burstQueue),
      enterprise: perMinute('tenant', enterprise, limits.burstQueue),
      unmetered: undefined,
    };
    this.anonymous = addressPolicy(limits);
    const perHour = limits.registrationsPerHour;
    this.register = { name: 'register', capacity: perHour, refillPerMinute: perHour / 60, burstQueue: 0 };
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const { tenant, address } = currentContext();
    if (tenant !== undefined) {
      const plan = PLANS.find((name) => name === tenant.plan) ?? 'free';
      return this.take(`tenant:${tenant.id}`, this.plans[plan], reply);
    }
    const route = this.reflector.get<RouteOptions | undefined>(ROUTE, context.getHandler());
    if (route?.limit === undefined) return true;
    const policy = route.limit === 'register' ? this.register : this.anonymous;
    return this.take(addressKey(policy, address), policy, reply);
  }

  private async take(
    key: string,
    policy: NamedBucketPolicy | undefined,
    reply: FastifyReply,
  ): Promise<boolean> {
    if (policy === undefined) {
      reply.headers(UNMETERED);
      return true;
    }
    const result: BucketResult = await this.buckets.take(key, policy);
    reply.headers(rateLimitHeaders(result, policy, this.clock.milliseconds() / 1_000));
    if (!result.allowed) throw new RateLimitError(result.retryAfterSeconds ?? 1);
    if (result.waitMs > 0) await sleep(result.waitMs);
    return true;
  }
}

/** The headers promised on every answer, for a plan without a limit. */
const NO_LIMIT = String(Number.MAX_SAFE_INTEGER);
const UNMETERED = {
  'X-RateLimit-Limit': NO_LIMIT,
  'X-RateLimit-Remaining': NO_LIMIT,
  'X-RateLimit-Reset': '0',
};
