import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startEdgeApplication } from '../../../test/support/edge-application.js';
import type { EdgeApplication } from '../../../test/support/edge-application.js';

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
    ['/api/things/cut-off', 503, 'SERVICE_UNAVAILABLE'],
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
    app.lines.length = 0;
    const answer = await call('/api/things/broken');
    expect(answer.json().error.message).toBe('Internal server error');
    const line = app.lines.map((text) => JSON.parse(text)).find((entry) => entry.level === 'error');
    expect(line).toMatchObject({ traceId: answer.json().traceId, error: { message: 'the inner text' } });
  });

  it('logs what made it unavailable, and not that it is busy', async () => {
    app.lines.length = 0;
    await call('/api/things/away');
    await call('/api/things/cut-off');
    const errors = app.lines.map((text) => JSON.parse(text)).filter((entry) => entry.level === 'error');
    expect(errors).toMatchObject([{ route: 'GET /api/things/cut-off', error: { code: '57P01' } }]);
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
    app.lines.length = 0;
    const answer = await call('/api/v1/things/0190b5a8-0000-7000-8000-000000000000?x=hidden');
    const line = app.lines.find((text) => text.includes(String(answer.headers['x-request-id'])));
    expect(JSON.parse(line ?? '{}')).toMatchObject({
      method: 'GET',
      route: '/api/things/:id',
      msg: 'request',
    });
    expect(line).not.toContain('hidden');
  });
});
