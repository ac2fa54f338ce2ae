import type { LimitsConfig } from '../config/limits.config.js';
import type { NamedBucketPolicy } from './rate-limit-headers.js';

/** The limit of callers whose tenant is not known: logins, and whatever is refused before anybody is. */
export function addressPolicy(limits: LimitsConfig): NamedBucketPolicy {
  const perMinute = limits.anonymousPerMinute;
  return { name: 'address', capacity: perMinute, refillPerMinute: perMinute, burstQueue: 0 };
}

export function addressKey(policy: NamedBucketPolicy, address: string | undefined): string {
  return `${policy.name}:${address ?? ''}`;
}
