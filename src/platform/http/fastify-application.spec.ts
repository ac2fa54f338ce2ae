import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startEdgeApplication } from '../../../test/support/edge-application.js';
import type { EdgeApplication } from '../../../test/support/edge-application.js';

const JSON_TYPE = { 'content-type': 'application/json' };
let app: EdgeApplication;
const call: EdgeApplication['call'] = (...parameters) => app.call(...parameters);
const post: EdgeApplication['post'] = (...parameters) => app.post(...parameters);

beforeAll(async () => {
  app = await startEdgeApplication();
});

afterAll(() => app.close());

function errorCode(answer: { body: string }): unknown {
  return JSON.parse(answer.body).error?.code;
}

describe('versions', () => {
  it.each([
    ['/api/v1/auth/me', {}],
    ['/api/auth/me', { 'x-api-version': '1' }],
    ['/api/auth/me', { accept: 'application/vnd.crm.v1+json' }],
    ['/api/auth/me', { accept: 'application/vnd.crm.v2+json, application/vnd.crm.v1+json;q=0.5' }],
  ])('serves %s %j', async (url, headers) => {
    expect((await call({ url, headers })).statusCode).toBe(200);
  });

  it.each([
    ['/api/v2/auth/me', {}],
    ['/api/v11', {}],
    ['/api/auth/me', { 'x-api-version': '2' }],
    ['/api/auth/me', { accept: 'application/vnd.crm.v9+json' }],
  ])('refuses %s %j', async (url, headers) => {
    const answer = await call({ url, headers });
    expect([answer.statusCode, errorCode(answer)]).toEqual([404, 'UNSUPPORTED_VERSION']);
  });

  it('keeps routes outside the prefix outside, with any version header', async () => {
    expect((await call({ url: '/health/live', headers: { 'x-api-version': '7' } })).statusCode).toBe(200);
    expect((await call('/api/health/live')).statusCode).toBe(404);
    expect((await call('/health/live')).headers['cache-control']).toBeUndefined();
  });
});

describe('bodies', () => {
  it.each([
    ['nothing at all', '', {}],
    ['an empty JSON body', '', JSON_TYPE],
    ['an empty JSON body with a charset', '', { 'content-type': 'application/json; charset=utf-8' }],
  ])('accepts %s', async (_name, payload, headers) => {
    const answer = await post('/api/things/free', payload, headers);
    expect([answer.statusCode, answer.json()]).toEqual([200, { body: null }]);
  });

  it('accepts DELETE with a JSON type and no body, and answers 204 without one', async () => {
    const answer = await call({ method: 'DELETE', url: '/api/things/anything', headers: JSON_TYPE });
    expect([answer.statusCode, answer.body]).toEqual([204, '']);
  });

  it.each([
    'text/plain',
    'text/plain;charset=UTF-8',
    'application/merge-patch+json',
    'application/vnd.crm.v1+json',
  ])('reads JSON sent as %s', async (type) => {
    const answer = await post('/api/things/free', '\uFEFF{"a":1}', { 'content-type': type });
    expect(answer.json()).toEqual({ body: { a: 1 } });
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/xml', 'nonsense'])(
    'answers 415 to %s when a cookie may authenticate, or always',
    async (type) => {
      const answer = await post('/api/things/free', '{}', { 'content-type': type, cookie: 'session=1' });
      expect([answer.statusCode, errorCode(answer)]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
    },
  );

  it.each(['{', '{"a":1,}', 'nope', '[1', '"\u0001"'])('calls %j malformed', async (text) => {
    const answer = await post('/api/things/free', text);
    expect([answer.statusCode, errorCode(answer)]).toEqual([400, 'MALFORMED_JSON']);
  });

  it('calls bytes that are no UTF-8 malformed', async () => {
    const answer = await post('/api/things/free', Buffer.from([0x22, 0xff, 0x22]));
    expect(errorCode(answer)).toBe('MALFORMED_JSON');
  });

  it.each(['{"__proto__":{}}', '{"a":[{"\\u005f_proto__":1}]}', '{"constructor":{"prototype":{}}}'])(
    'refuses %s',
    async (text) => {
      expect((await post('/api/things/free', text)).statusCode).toBe(400);
    },
  );

  it('allows 64 levels and refuses 65, brackets in strings not counted', async () => {
    const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
    expect((await post('/api/things/free', nested(64))).statusCode).toBe(200);
    expect((await post('/api/things/free', nested(65))).statusCode).toBe(400);
    expect((await post('/api/things/free', nested(1_000))).statusCode).toBe(400);
    expect((await post('/api/things/free', JSON.stringify(`\\"${'['.repeat(99)}`))).statusCode).toBe(200);
  });

  it.each([
    ['{"a":{"b":["x","\\u0000"]}}', 'a.b.1'],
    ['{"a":"\\ud800"}', 'a'],
    ['{"a":{"\\udc00x":1}}', 'a'],
  ])('answers 422 to %s and names %s', async (text, field) => {
    const answer = await post('/api/things/free', text);
    expect(answer.statusCode).toBe(422);
    expect(answer.json().error).toMatchObject({ code: 'VALIDATION_ERROR', details: [{ field }] });
  });

  it('takes a proper surrogate pair', async () => {
    expect((await post('/api/things/free', '{"a":"\\ud83d\\ude00"}')).json()).toEqual({ body: { a: '😀' } });
  });

  it('limits bodies to 1 MiB, and bulk bodies to 10 MiB', async () => {
    const text = (length: number) => JSON.stringify({ a: 'x'.repeat(length - 8) });
    expect((await post('/api/things/free', text(1024 * 1024))).statusCode).toBe(200);
    const tooLarge = await post('/api/things/free', text(1024 * 1024 + 1));
    expect([tooLarge.statusCode, errorCode(tooLarge)]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
    expect((await post('/api/v1/things/bulk', text(9_000_000))).statusCode).toBe(201);
    expect((await post('/api/things/bulk', text(10 * 1024 * 1024 + 1))).statusCode).toBe(413);
  });
});

describe('queries', () => {
  it('reads brackets', async () => {
    const answer = await call('/api/things/raw-query?amount[gte]=1&a.b=x+y%2B&t[]=1&t[]=2');
    expect(answer.json()).toEqual({ query: { amount: { gte: '1' }, 'a.b': 'x y+', t: ['1', '2'] } });
  });

  it('keeps names of prototype members as ordinary parameters', async () => {
    const answer = await call('/api/things/raw-query?toString=1&constructor=__proto__');
    expect(answer.json()).toEqual({ query: { toString: '1', constructor: '__proto__' } });
  });

  it.each([
    'a=%00',
    'a=%zz',
    '__proto__[x]=1',
    'a[%5F_proto__]=1',
    'a=%ED%A0%80',
    'a[b][c][d][e][f][g]=1',
    `${'a=1&'.repeat(201)}b=1`,
    Array.from({ length: 51 }, (_, index) => `a[]=${index}`).join('&'),
  ])('answers 400 to %s', async (query) => {
    const answer = await call(`/api/things/raw-query?${query}`);
    expect([answer.statusCode, errorCode(answer)]).toEqual([400, 'BAD_REQUEST']);
  });
});

describe('headers', () => {
  it('sends security, cache and trace headers', async () => {
    const answer = await call('/api/things');
    expect(answer.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining("default-src 'self'"),
      'strict-transport-security': expect.stringContaining('max-age='),
      'cache-control': 'private, no-cache',
      'x-request-id': expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    expect((await call('/api/v1/auth/me')).headers['cache-control']).toBe('no-store');
  });

  it('answers preflights of configured origins and exposes its headers', async () => {
    const headers = { origin: 'https://app.test', 'access-control-request-method': 'PATCH' };
    const preflight = await call({ method: 'OPTIONS', url: '/api/things', headers });
    expect(preflight.statusCode).toBe(204);
    expect(preflight.headers['access-control-allow-methods']).toContain('PATCH');
    const answer = await call({ url: '/api/v2', headers: { origin: 'https://app.test' } });
    expect(answer.headers['access-control-allow-origin']).toBe('https://app.test');
    expect(answer.headers['access-control-expose-headers']).toContain('Idempotent-Replayed');
    const other = await call({ url: '/api/things', headers: { origin: 'https://evil.test' } });
    expect(other.headers['access-control-allow-origin']).toBeUndefined();
  });

  it.each(['br', 'gzip'])('compresses large answers with %s, and leaves small ones', async (encoding) => {
    const headers = { 'accept-encoding': encoding };
    const large = await call({ url: '/api/things/large', headers });
    expect(large.headers['content-encoding']).toBe(encoding);
    expect(large.headers['vary']).toMatch(/accept-encoding/i);
    expect((await call({ url: '/api/things', headers })).headers['content-encoding']).toBeUndefined();
  });

  it('follows a valid traceparent and ignores an invalid one', async () => {
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
    const valid = { traceparent: `00-${traceId}-00f067aa0ba902b7-01`, ...JSON_TYPE };
    const answer = await post('/api/things', '{"name":"Ada"}', valid);
    expect(answer.headers['x-request-id']).toBe(traceId);
    expect(answer.json()).toEqual({ name: 'Ada', traceId, made: true });
    for (const traceparent of [
      `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
      `ff-${traceId}-00f067aa0ba902b7-01`,
      'x',
    ]) {
      const other = await call({ url: '/api/things', headers: { traceparent } });
      expect(other.headers['x-request-id']).toMatch(/^[0-9a-f]{32}$/);
      expect(other.headers['x-request-id']).not.toBe(traceId);
    }
  });
});
