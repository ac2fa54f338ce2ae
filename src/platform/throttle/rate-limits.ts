import { Injectable } from '@nestjs/common';
import { LimitsConfig, type Plan, planOf } from '../config/limits.config.js';
import type { RateLimitOfKey } from '../context/request-context.js';
import type { TenantReference } from '../context/tenant-reference.js';
import type { NamedBucketPolicy } from './rate-limit-headers.js';
import { type Admission, type BucketDemand, TokenBucketStore, type WhenAway } from './token-bucket.js';

/** A demand whose policy has a name, as the headers show it. */
export interface NamedDemand extends BucketDemand {
  readonly policy: NamedBucketPolicy;
}

/** The limits of known callers: their tenant's, by its plan, and their API key's own where it has one. */
@Injectable()
export class RateLimits {
  private readonly plans: Readonly<Record<Plan, NamedBucketPolicy | undefined>>;

  constructor(
    private readonly buckets: TokenBucketStore,
    private readonly limits: LimitsConfig,
  ) {
    const { free, pro, enterprise } = limits.requestsPerMinute;
    this.plans = {
      free: this.perMinute('tenant', free),
      pro: this.perMinute('tenant', pro),
      enterprise: this.perMinute('tenant', enterprise),
      unmetered: undefined,
    };
  }

  /** None for a plan without a limit and a caller without one. A request never costs more than a full bucket holds. */
  demandsOf(tenant: TenantReference, ofKey: RateLimitOfKey | undefined, cost: number): NamedDemand[] {
    const demands: NamedDemand[] = [];
    const plan = this.plans[planOf(tenant.plan)];
    if (plan !== undefined) demands.push(demand(`{${tenant.id}}:tenant`, plan, cost));
    if (ofKey !== undefined) {
      const policy = this.perMinute('key', ofKey.perMinute);
      demands.push(demand(`{${tenant.id}}:key:${ofKey.key}`, policy, cost));
    }
    return demands;
  }

  /** Takes from all of the buckets or from none. @throws {UnavailableError} 503 see `TokenBucketStore` */
  take(demands: readonly NamedDemand[], whenAway?: WhenAway): Promise<Admission> {
    return this.buckets.takeAll(demands, whenAway);
  }

  /** What is left in the buckets of a caller, without taking anything. */
  async peek(
    tenant: TenantReference,
    ofKey: RateLimitOfKey | undefined,
  ): Promise<{ demands: NamedDemand[]; admission: Admission }> {
    const demands = this.demandsOf(tenant, ofKey, 0);
    return { demands, admission: await this.buckets.takeAll(demands) };
  }

  private perMinute(name: string, rate: number): NamedBucketPolicy {
    return { name, capacity: rate, refillPerMinute: rate, burstQueue: this.limits.burstQueue };
  }
}

function demand(key: string, policy: NamedBucketPolicy, cost: number): NamedDemand {
  return { key, policy, cost: Math.min(cost, policy.capacity) };
}
