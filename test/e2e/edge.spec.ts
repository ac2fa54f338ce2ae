import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient, RegisteredTenant } from '../support/api-client.js';
import { callForBytes } from '../support/call-for-bytes.js';
import { useTestProduct } from '../support/use-test-product.js';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const ORIGIN = 'https://app.example.com';
const NOBODYS_ID = '0190b2a0-0000-7000-8000-000000000000';

describe('the edge', () => {
  const { api } = useTestProduct({ ALLOWED_ORIGINS: ORIGIN });
  let admin: ApiClient & { readonly tenant: RegisteredTenant };

  beforeAll(async () => {
    admin = await api().register();
    for (let index = 0; index < 5; index += 1) {
      await admin.post('/api/leads', { body: { lastName: `Lead ${index}` } });
    }
  });

  const preflight = (origin: string) =>
    api().request('OPTIONS', '/api/leads', {
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,idempotency-key',
      },
    });

  it('answers a preflight of an allowed origin, and no other', async () => {
    const allowed = await preflight(ORIGIN);
    expect(allowed.status).toBe(204);
    expect(allowed.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(allowed.headers.get('access-control-allow-methods')).toContain('PATCH');
    expect(allowed.headers.get('access-control-allow-headers')).toContain('idempotency-key');
    expect((await preflight('https://evil.example')).headers.get('access-control-allow-origin')).not.toBe(
      'https://evil.example',
    );
  });

  it('lets an allowed origin read the headers that matter, also of a refusal', async () => {
    for (const caller of [admin, api()]) {
      const answer = await caller.get('/api/leads', { headers: { origin: ORIGIN } });
      expect(answer.headers.get('access-control-allow-origin')).toBe(ORIGIN);
      const exposed = answer.headers.get('access-control-expose-headers') ?? '';
      for (const name of ['X-RateLimit-Remaining', 'Retry-After', 'ETag', 'X-Request-Id']) {
        expect(exposed).toContain(name);
      }
    }
  });

  it('sends security headers with every answer and keeps data out of shared caches', async () => {
    for (const path of ['/api/leads', '/api/leads/x', '/health/live', '/nothing']) {
      const { headers } = await admin.get(path);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toBe('SAMEORIGIN');
      expect(headers.get('strict-transport-security')).toContain('max-age=');
      expect(headers.get('x-powered-by')).toBeNull();
    }
    expect((await admin.get('/api/leads')).headers.get('cache-control')).toBe('private, no-cache');
    expect((await admin.get('/api/auth/me')).headers.get('cache-control')).toBe('no-store');
  });

  it('compresses what is longer than 1 KiB, as the caller prefers', async () => {
    const { token } = admin.tenant;
    const plain = await callForBytes(`${admin.url}/api/leads`, { token, encoding: 'identity' });
    expect(plain.bytes.length).toBeGreaterThan(1_024);
    expect(plain.encoding).toBeUndefined();
    const brotli = await callForBytes(`${admin.url}/api/leads`, { token, encoding: 'gzip, br' });
    expect(brotli.encoding).toBe('br');
    expect(brotliDecompressSync(brotli.bytes)).toEqual(plain.bytes);
    const gzip = await callForBytes(`${admin.url}/api/leads`, { token, encoding: 'gzip' });
    expect(gzip.encoding).toBe('gzip');
    expect(gunzipSync(gzip.bytes)).toEqual(plain.bytes);
    expect(gzip.bytes.length).toBeLessThan(plain.bytes.length);
    const short = await callForBytes(`${admin.url}/api/auth/me`, { token, encoding: 'br' });
    expect(short.encoding).toBeUndefined();
  });

  it('names each request, and follows a trace that came in', async () => {
    const first = await admin.get('/api/leads');
    const second = await admin.get('/api/leads');
    expect(first.headers.get('x-request-id')).toMatch(/^[0-9a-f]{32}$/);
    expect(second.headers.get('x-request-id')).not.toBe(first.headers.get('x-request-id'));
    const traced = { headers: { traceparent: `00-${TRACE}-00f067aa0ba902b7-01` } };
    for (const answer of [await admin.get('/api/leads', traced), await api().get('/api/leads', traced)]) {
      expect(answer.headers.get('x-request-id')).toBe(TRACE);
    }
    expect((await api().get('/api/leads', traced)).body).toMatchObject({
      traceId: TRACE,
      path: '/api/leads',
    });
    const bad = await admin.get('/api/leads', { headers: { traceparent: `00-${'0'.repeat(32)}-x-01` } });
    expect(bad.headers.get('x-request-id')).toMatch(/^(?!0{32})[0-9a-f]{32}$/);
  });

  it('answers in an envelope when asked to, by header or parameter', async () => {
    const headers = { 'x-response-envelope': 'true' };
    const created = await admin.post('/api/leads', { body: { lastName: 'Wrapped' }, headers });
    expect(created).toMatchObject({
      status: 201,
      body: { success: true, data: { lastName: 'Wrapped', version: 1 }, error: null },
    });
    const list = await admin.get('/api/leads?envelope=true&pageSize=2');
    expect(list.body).toMatchObject({
      success: true,
      data: [{}, {}],
      error: null,
      meta: { page: 1, pageSize: 2, totalCount: 6, totalPages: 3, hasNextPage: true },
    });
    const cursors = await admin.get('/api/leads?envelope=true&limit=2');
    expect(cursors.body).toMatchObject({ meta: { nextCursor: expect.any(String) } });
    const missing = await admin.get(`/api/leads/${NOBODYS_ID}?envelope=true`);
    expect(missing).toMatchObject({
      status: 404,
      body: {
        success: false,
        data: null,
        error: { code: 'NOT_FOUND' },
        meta: { traceId: expect.any(String) },
      },
    });
    expect((await api().get('/api/leads', { headers })).body).toMatchObject({
      success: false,
      error: { code: 'INVALID_TOKEN' },
    });
    expect(await admin.get('/api/leads?envelope=yes')).toMatchObject({
      status: 400,
      body: { error: { details: [{ field: 'envelope' }] } },
    });
    const data = created.body['data'] as { readonly id: string };
    const deleted = await admin.delete(`/api/leads/${data.id}`, { headers });
    expect(deleted).toMatchObject({ status: 204, body: undefined });
  });

  it('is the same API under /api/v1, and knows no other version', async () => {
    const named = [
      admin.get('/api/v1/leads'),
      admin.get('/api/leads', { headers: { 'x-api-version': '1' } }),
      admin.get('/api/leads', { headers: { accept: 'application/vnd.crm.v1+json' } }),
    ];
    for (const answer of await Promise.all(named)) expect(answer.status).toBe(200);
    const unknown = [
      admin.get('/api/v2/leads'),
      admin.get('/api/v2'),
      admin.get('/api/v1/leads', { headers: { 'x-api-version': '2' } }),
      admin.get('/api/leads', { headers: { accept: 'application/vnd.crm.v3+json' } }),
    ];
    for (const answer of await Promise.all(unknown)) {
      expect(answer).toMatchObject({ status: 404, body: { error: { code: 'UNSUPPORTED_VERSION' } } });
    }
    const created = await admin.post('/api/v1/leads', { body: { lastName: 'Versioned' } });
    expect(created.headers.get('location')).toBe(`/api/leads/${String(created.body['id'])}`);
  });

  it('tells that it is alive and ready', async () => {
    for (const path of ['/health/live', '/health/ready']) {
      expect(await api().get(path)).toMatchObject({ status: 200, body: { status: 'ok' } });
    }
  });

  it('serves its OpenAPI document, and not again to who has it', async () => {
    const document = await api().get('/api/openapi.json');
    expect(document).toMatchObject({ status: 200, body: { openapi: expect.stringMatching(/^3\./) } });
    const etag = document.headers.get('etag') ?? '';
    const again = await api().get('/api/openapi.json', { headers: { 'if-none-match': etag } });
    expect(again).toMatchObject({ status: 304, body: undefined });
    const stale = await api().get('/api/openapi.json', { headers: { 'if-none-match': '"other"' } });
    expect(stale.status).toBe(200);
  });
});
