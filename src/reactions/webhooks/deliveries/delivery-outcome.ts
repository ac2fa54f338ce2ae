import type { OutboundResult } from '../../../platform/http/outbound/index.js';
import { parseRetryAfter } from './retry-after.js';

/** What a request to an endpoint means for its delivery. */
export type DeliveryOutcome =
  | { readonly kind: 'delivered' }
  /** 410: the endpoint wants nothing more; it is to be disabled at once. */
  | { readonly kind: 'gone' }
  | {
      readonly kind: 'retry';
      /** Milliseconds that the endpoint asked to be left alone; null when it did not. */
      readonly retryAfterMs: number | null;
      /** The endpoint, or what stands before it, seems overloaded: the next attempt keeps a distance. */
      readonly overloaded: boolean;
    };

const OVERLOAD_STATUSES = new Set([429, 502, 504]);

/** @param now milliseconds since 1970, for a `Retry-After` that is a date and an answer that carries none of its own */
export function classifyOutcome(result: OutboundResult, now: number): DeliveryOutcome {
  if (result.kind === 'failure') {
    return { kind: 'retry', retryAfterMs: null, overloaded: result.reason === 'timeout' };
  }
  if (result.status >= 200 && result.status < 300) return { kind: 'delivered' };
  if (result.status === 410) return { kind: 'gone' };
  return {
    kind: 'retry',
    retryAfterMs: parseRetryAfter(result.headers, now),
    overloaded: OVERLOAD_STATUSES.has(result.status),
  };
}
