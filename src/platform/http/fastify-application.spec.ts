import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Body, Controller, Delete, Get, HttpCode, Injectable, Param, Post, Query } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createHttpCaller } from '../../../test/support/http-caller.js';
import { DuplicateError, UnavailableError } from '../../kernel/errors.js';
import { currentContext } from '../context/request-context.js';
import { createLogger } from '../logging/logger.js';
import { configureApplication, createFastifyAdapter } from './fastify-application.js';
import { ParseIdPipe } from './parse-id.pipe.js';
import { IntegerField } from './fields/integer.field.js';
import { NestedField } from './fields/nested.field.js';
import { TextField } from './fields/text.field.js';

class AddressDto {
  @TextField({ max: 20 })
  street!: string;
}

class ThingDto {
  @TextField({ max: 20, example: 'Ada' })
  name!: string;

  @IntegerField({ min: 0, max: 10, optional: true })
  count?: number;

  @NestedField(() => AddressDto, { optional: true })
  address?: AddressDto;

  @NestedField(() => AddressDto, { list: true, maxItems: 3, optional: true })
  places?: AddressDto[];
}

class ListQuery {
  @IntegerField({ min: 1, max: 200, optional: true, fromText: true })
  page?: number;
}

@Injectable()
class Things {
  traceId(): string {
    return currentContext().traceId;
  }
}

@Controller('things')
class ThingsController {
  constructor(private readonly things: Things) {}

  @Get()
  list(@Query() query: ListQuery) {
    return { items: [{ page: query.page ?? 1 }], page: 1, pageSize: 20, hasNextPage: false };
  }

  @Get('large')
  large() {
    return { text: 'x'.repeat(5_000) };
  }

  @Get('broken')
  broken(): never {
    throw new Error('the inner text');
  }

  @Get('away')
  away(): never {
    throw new UnavailableError('Try again', 3);
  }

  @Get('slow')
  slow(): Promise<never> {
    return new Promise(() => undefined);
  }

  @Get('raw-query')
  rawQuery(@Query() query: Record<string, unknown>) {
    return { query };
  }

  @Get(':id')
  one(@Param('id', ParseIdPipe) id: string) {
    return { id };
  }

  @Post()
  async create(@Body() body: ThingDto) {
    await Promise.resolve();
    return { name: body.name, traceId: this.things.traceId(), made: body instanceof ThingDto };
  }

  @Post('free')
  @HttpCode(200)
  free(@Body() body: unknown) {
    return { body: body ?? null };
  }

  @Post('bulk')
  bulk(@Body() body: Record<string, unknown>) {
    return { size: Object.keys(body).length };
  }

  @Post('duplicate')
  duplicate(): never {
    throw new DuplicateError('Taken', { details: [{ field: 'email', message: 'is taken' }] });
  }

  @Delete('anything')
  @HttpCode(204)
  remove(): void {
    return;
  }
}

@Controller('auth')
class AuthController {
  @Get('me')
  me() {
    return { me: true };
  }
}

@Controller('health')
class HealthController {
  @Get('live')
  live() {
    return { status: 'ok' };
  }
}

const lines: string[] = [];
const logger = createLogger({ level: 'info', destination: { write: (line) => void lines.push(line) } });
let app: NestFastifyApplication;
let call: ReturnType<typeof createHttpCaller>;

beforeAll(async () => {
  const testing = await Test.createTestingModule({
    controllers: [ThingsController, AuthController, HealthController],
    providers: [Things],
  }).compile();
  const adapter = createFastifyAdapter({ logger, trustProxy: 1, handlerTimeoutMs: 150 });
  app = testing.createNestApplication<NestFastifyApplication>(adapter, { logger: false });
  await configureApplication(app, {
    logger,
    corsOrigins: ['https://app.test'],
    outsidePrefix: ['health/live'],
  });
  await app.listen(0, '127.0.0.1');
  call = createHttpCaller(await app.getUrl());
});

afterAll(() => app.close());

const JSON_TYPE = { 'content-type': 'application/json' };

function post(url: string, payload: string | Buffer, headers: Record<string, string> = JSON_TYPE) {
  return call({ method: 'POST', url, payload, headers });
}

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
    const answer = await call('/api/things/raw-query?toString=1&__proto__[x]=1');
    expect(answer.json()).toEqual({ query: { toString: '1' } });
  });

  it.each([
    'a=%00',
    'a=%zz',
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

describe('errors', () => {
  const SHAPE = {
    error: { code: expect.any(String), message: expect.any(String), details: expect.any(Array) },
    timestamp: expect.stringMatching(/Z$/),
    path: expect.any(String),
    traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
  };

  it.each([
    ['/api/things/broken', 500, 'INTERNAL_ERROR'],
    ['/api/things/away', 503, 'SERVICE_UNAVAILABLE'],
    ['/api/things/slow', 504, 'REQUEST_TIMED_OUT'],
    ['/api/nothing?secret=1', 404, 'NOT_FOUND'],
    ['/nothing', 404, 'NOT_FOUND'],
    ['/api/things/not-an-id', 404, 'NOT_FOUND'],
    ['/api/things/%', 400, 'BAD_REQUEST'],
    [`/api/things/${'x'.repeat(501)}`, 414, 'URI_TOO_LONG'],
    ['/api/things?envelope=maybe', 400, 'BAD_REQUEST'],
  ])('%s → %i %s in the one shape', async (url, status, code) => {
    const answer = await call(url);
    expect([answer.statusCode, errorCode(answer)]).toEqual([status, code]);
    const body = answer.json();
    expect(body).toEqual(SHAPE);
    expect(body.path).toBe(url.split('?')[0]);
    expect(answer.headers['x-request-id']).toBe(body.traceId);
  });

  it('keeps the inner text inside, and logs it with the trace id', async () => {
    lines.length = 0;
    const answer = await call('/api/things/broken');
    expect(answer.json().error.message).toBe('Internal server error');
    const line = lines.map((text) => JSON.parse(text)).find((entry) => entry.level === 'error');
    expect(line).toMatchObject({ traceId: answer.json().traceId, error: { message: 'the inner text' } });
  });

  it('shows the path as it was asked for, and details', async () => {
    const answer = await post('/api/v1/things/duplicate', '{}');
    expect(answer.json()).toMatchObject({
      path: '/api/v1/things/duplicate',
      error: { code: 'DUPLICATE', details: [{ field: 'email', message: 'is taken' }] },
    });
  });

  it('sends Retry-After', async () => {
    expect((await call('/api/things/away')).headers['retry-after']).toBe('3');
  });
});

describe('validation', () => {
  it('names unknown and wrong body fields with dotted paths', async () => {
    const body = {
      name: 5,
      count: '3',
      extra: 1,
      address: { street: 1, x: 2 },
      places: [{ street: 'a' }, { street: null }],
    };
    const answer = await post('/api/things', JSON.stringify(body));
    expect([answer.statusCode, errorCode(answer)]).toEqual([422, 'VALIDATION_ERROR']);
    const fields = answer.json().error.details.map((detail: { field: string }) => detail.field);
    expect(new Set(fields)).toEqual(
      new Set(['name', 'count', 'extra', 'address.street', 'address.x', 'places.1.street']),
    );
  });

  it.each(['[null]', '[[{"street":"a"}]]', '{}', '[1]'])(
    'answers 422 to the list of objects %s',
    async (places) => {
      expect((await post('/api/things', `{"name":"Ada","places":${places}}`)).statusCode).toBe(422);
    },
  );

  it.each(['null', '[]', '"text"', '5', '{}', ''])('answers 422 to the body %s', async (body) => {
    expect((await post('/api/things', body)).statusCode).toBe(422);
  });

  it('coerces queries by their fields, and names an unknown parameter', async () => {
    expect((await call('/api/things?page=3')).json().items).toEqual([{ page: 3 }]);
    const unknown = await call('/api/things?pagee=3');
    expect([unknown.statusCode, unknown.json().error.details]).toEqual([
      400,
      [{ field: 'pagee', message: 'is not a known field' }],
    ]);
    expect((await call('/api/things?page=x')).statusCode).toBe(400);
  });
});

describe('envelope', () => {
  it('wraps a list, its page facts in meta', async () => {
    const answer = await call('/api/things?envelope=true&page=2');
    expect(answer.json()).toEqual({
      success: true,
      data: [{ page: 2 }],
      error: null,
      meta: { page: 1, pageSize: 20, hasNextPage: false },
    });
  });

  it('wraps a record and an error by header', async () => {
    const headers = { 'x-response-envelope': 'true' };
    const one = await call({ url: '/api/auth/me', headers });
    expect(one.json()).toEqual({ success: true, data: { me: true }, error: null, meta: {} });
    const failed = await call({ url: '/api/things/away', headers });
    expect(failed.json()).toMatchObject({
      success: false,
      data: null,
      error: { code: 'SERVICE_UNAVAILABLE' },
      meta: { path: '/api/things/away', traceId: failed.headers['x-request-id'] },
    });
  });
});

describe('access log', () => {
  it('has the route pattern and no query', async () => {
    lines.length = 0;
    const answer = await call('/api/v1/things/0190b5a8-0000-7000-8000-000000000000?x=hidden');
    const line = lines.find((text) => text.includes(String(answer.headers['x-request-id'])));
    expect(JSON.parse(line ?? '{}')).toMatchObject({
      method: 'GET',
      route: '/api/things/:id',
      msg: 'request',
    });
    expect(line).not.toContain('hidden');
  });
});
