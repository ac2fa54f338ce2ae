import { describe, expect, it } from '@jest/globals';
import type { OutboundFailureReason, OutboundResult } from '../../../platform/http/outbound/index.js';
import { classifyOutcome } from './delivery-outcome.js';

const NOW = Date.parse('2026-01-01T00:00:00Z');

function response(status: number, headers: Record<string, string> = {}): OutboundResult {
  return { kind: 'response', status, headers, bodyExcerpt: '', durationMs: 1 };
}

function failure(reason: OutboundFailureReason, status: number | null = null): OutboundResult {
  return { kind: 'failure', reason, code: null, status, durationMs: 1 };
}

describe('classifyOutcome', () => {
  it.each([200, 201, 202, 204, 299])('%s is delivered', (status) => {
    expect(classifyOutcome(response(status), NOW)).toEqual({ kind: 'delivered' });
  });

  it('410 means gone', () => expect(classifyOutcome(response(410), NOW)).toEqual({ kind: 'gone' }));

  it.each([301, 302, 307, 308, 304, 400, 401, 404, 409, 500, 503, 599])('%s is retried', (status) => {
    expect(classifyOutcome(response(status), NOW)).toEqual({
      kind: 'retry',
      retryAfterMs: null,
      overloaded: false,
    });
  });

  it.each([429, 502, 504])('%s is retried at a distance', (status) => {
    expect(classifyOutcome(response(status), NOW)).toMatchObject({ kind: 'retry', overloaded: true });
  });

  it.each(['blocked', 'dns', 'connect', 'reset', 'tls', 'protocol', 'invalid-request', 'aborted'] as const)(
    'a failure by %s is retried',
    (reason) => {
      expect(classifyOutcome(failure(reason), NOW)).toEqual({
        kind: 'retry',
        retryAfterMs: null,
        overloaded: false,
      });
    },
  );

  it('a time-out is retried at a distance, even after a 200 whose body never ended', () => {
    expect(classifyOutcome(failure('timeout'), NOW)).toMatchObject({ kind: 'retry', overloaded: true });
    expect(classifyOutcome(failure('timeout', 200), NOW)).toMatchObject({ kind: 'retry', overloaded: true });
  });

  it.each([
    ['120', {}, 120_000],
    [' 120 ', {}, 120_000],
    ['0', {}, 0],
    ['Thu, 01 Jan 2026 00:02:00 GMT', {}, 120_000],
    ['Thu, 01 Jan 2026 00:12:00 GMT', { date: 'Thu, 01 Jan 2026 00:10:00 GMT' }, 120_000],
    ['Wed, 31 Dec 2025 23:00:00 GMT', {}, null],
    ['-5', {}, null],
    ['1.5', {}, null],
    ['soon', {}, null],
    ['Someday, perhaps', {}, null],
    ['99999999999999999999', {}, null],
    ['', {}, null],
  ])('reads Retry-After %j (with %j) as %s ms', (value, others, retryAfterMs) => {
    const headers = { 'retry-after': value, ...others };
    expect(classifyOutcome(response(503, headers), NOW)).toMatchObject({ retryAfterMs });
  });
});
