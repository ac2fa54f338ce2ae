import { afterEach, describe, expect, it } from '@jest/globals';
import * as behave from '../../../../test/support/sinks/behaviours.js';
import { selfSignedCertificate } from '../../../../test/support/sinks/self-signed-certificate.js';
import { Sink, type Behaviour, type SinkOptions } from '../../../../test/support/sinks/sink.js';
import { AddressGuard } from './address-guard.js';
import type { ResolvedAddress } from './host-resolver.js';
import { OutboundHttpClient, type OutboundHttpClientOptions } from './outbound-http-client.js';
import type { OutboundResult } from './outbound-result.js';
import { UrlPolicy } from './url-policy.js';

const loopback = new AddressGuard({ allowLoopback: true });
const policy = new UrlPolicy({ guard: loopback });
const BODY = Buffer.from('{"test": 2432232314}');
const toThisMachine: ResolvedAddress[] = [{ address: '127.0.0.1', family: 4 }];
const cleanups: (() => Promise<void>)[] = [];

async function sinkThat(behaviour: Behaviour, options?: SinkOptions): Promise<Sink> {
  const sink = await Sink.start(behaviour, options);
  cleanups.push(() => sink.stop());
  return sink;
}

function clientWith(options: Partial<OutboundHttpClientOptions> = {}): OutboundHttpClient {
  const resolve = (): Promise<ResolvedAddress[]> => Promise.resolve(toThisMachine);
  const client = new OutboundHttpClient({
    policy,
    guard: loopback,
    resolve,
    totalTimeoutMs: 2_000,
    ...options,
  });
  cleanups.unshift(() => client.close());
  return client;
}

function post(client: OutboundHttpClient, url: string, signal?: AbortSignal): Promise<OutboundResult> {
  const headers = { 'content-type': 'application/json', 'x-webhook-id': 'msg_1' };
  return client.post({ url, headers, body: BODY, ...(signal ? { signal } : {}) });
}

afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

describe('OutboundHttpClient with a well-behaved endpoint', () => {
  it('posts the very bytes and gives status, chosen headers and text', async () => {
    const headers = [
      'retry-after: 120',
      'content-type: text/plain',
      'date: Thu, 01 Jan 2026 00:00:00 GMT',
      'set-cookie: a=b',
    ];
    const sink = await sinkThat(behave.answering(503, 'later\u0000', headers));
    expect(await post(clientWith(), `${sink.url}?a=b`)).toEqual({
      kind: 'response',
      status: 503,
      headers: { 'retry-after': '120', 'content-type': 'text/plain', date: 'Thu, 01 Jan 2026 00:00:00 GMT' },
      bodyExcerpt: 'later',
      durationMs: expect.any(Number),
    });
    const request = sink.received.toString('utf8');
    expect(request).toMatch(/^POST \/hook\?a=b HTTP\/1\.1\r\n/);
    expect(request).toContain('\r\nx-webhook-id: msg_1\r\n');
    expect(request).toContain(`\r\naccept-encoding: identity\r\n`);
    expect(request).toContain(`\r\ncontent-length: ${BODY.length}\r\n`);
    expect(request.endsWith(`\r\n\r\n${BODY.toString()}`)).toBe(true);
  });

  it('reuses its connections', async () => {
    const sink = await sinkThat(behave.answering(200, 'ok'));
    const client = clientWith();
    for (let round = 0; round < 10; round += 1) await post(client, sink.url);
    // undici counts a connection as busy until just after the answer is handed over, hence not one.
    expect(sink.connections).toBeLessThanOrEqual(2);
  });

  it('opens no more connections to one origin than allowed', async () => {
    const sink = await sinkThat(behave.answeringAfter(10));
    const client = clientWith({ connectionsPerOrigin: 2 });
    const results = await Promise.all(Array.from({ length: 6 }, () => post(client, sink.url)));
    expect(results.filter((result) => result.kind === 'response' && result.status === 204)).toHaveLength(6);
    expect(sink.connections).toBe(2);
  });

  it('keeps at most 8 KiB of text', async () => {
    const sink = await sinkThat(behave.answering(500, 'é'.repeat(10_000)));
    expect(await post(clientWith(), sink.url)).toMatchObject({ status: 500, bodyExcerpt: 'é'.repeat(4_096) });
  });

  it('takes a complete answer although a reset follows it', async () => {
    const sink = await sinkThat(behave.resetAfterAnswer);
    expect(await post(clientWith(), sink.url)).toMatchObject({
      kind: 'response',
      status: 200,
      bodyExcerpt: 'ok',
    });
    await sink.untilAllClosed();
  });
});

describe('OutboundHttpClient with an endpoint that takes its time', () => {
  it.each([
    ['hangs before the head', behave.hanging, null],
    ['drips its head', behave.drippingHead, null],
    ['drips its body', behave.drippingBody, 200],
  ])('gives up in the total time when it %s', async (_case, behaviour, status) => {
    const sink = await sinkThat(behaviour);
    const result = await post(clientWith({ totalTimeoutMs: 80 }), sink.url);
    expect(result).toMatchObject({ kind: 'failure', reason: 'timeout', code: 'TOTAL_TIMEOUT', status });
    expect(result.durationMs).toBeGreaterThanOrEqual(75);
    expect(result.durationMs).toBeLessThan(1_000);
    await sink.untilAllClosed();
  });

  it.each([
    ['hangs', behave.hanging],
    ['drips', behave.drippingHead],
  ])('gives up earlier on a head that %s', async (_case, behaviour) => {
    const sink = await sinkThat(behaviour);
    const result = await post(clientWith({ headersTimeoutMs: 20, totalTimeoutMs: 10_000 }), sink.url);
    expect(result).toMatchObject({ reason: 'timeout', code: 'UND_ERR_HEADERS_TIMEOUT' });
  });

  it('gives up earlier on a connection that is never ready', async () => {
    const sink = await sinkThat(behave.deaf);
    const url = sink.urlOf('sink.localhost').replace('http:', 'https:');
    const result = await post(clientWith({ connectTimeoutMs: 20, totalTimeoutMs: 10_000 }), url);
    expect(result).toMatchObject({ reason: 'timeout', code: 'UND_ERR_CONNECT_TIMEOUT' });
  });

  it('counts the name servers in', async () => {
    const client = clientWith({
      resolve: () => new Promise(() => undefined),
      totalTimeoutMs: 40,
      connectTimeoutMs: 60,
    });
    expect(await post(client, 'http://sink.localhost:9/')).toMatchObject({
      reason: 'timeout',
      code: 'TOTAL_TIMEOUT',
    });
  });

  it('stops when the caller says so, before or during the exchange', async () => {
    const sink = await sinkThat(behave.hanging);
    const client = clientWith();
    const controller = new AbortController();
    const during = post(client, sink.url, controller.signal);
    setTimeout(() => controller.abort(), 30);
    expect(await during).toMatchObject({ kind: 'failure', reason: 'aborted', status: null });
    expect(await post(client, sink.url, controller.signal)).toMatchObject({ reason: 'aborted' });
  });
});

describe('OutboundHttpClient with an endpoint that sends too much or the wrong thing', () => {
  it('cuts an endless body', async () => {
    let poured = 0;
    const sink = await sinkThat(behave.endlessBody((bytes) => (poured += bytes)));
    const result = await post(clientWith(), sink.url);
    expect(result).toMatchObject({ kind: 'response', status: 200, bodyExcerpt: 'x'.repeat(8_192) });
    await sink.untilAllClosed();
    expect(poured).toBeLessThan(16 * 1024 * 1024);
  });

  it('does not unpack a gzip bomb', async () => {
    const sink = await sinkThat(behave.gzipBomb());
    const before = process.memoryUsage().arrayBuffers;
    const result = await post(clientWith(), sink.url);
    expect(result).toMatchObject({ status: 200, bodyExcerpt: '', headers: { 'content-encoding': 'gzip' } });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8 * 1024 * 1024);
  });

  it.each([
    ['a reset at once', behave.resetAtOnce, 'reset', null],
    ['a reset inside the body', behave.resetInsideBody, 'reset', 200],
    ['something that is not HTTP', behave.sending('SSH-2.0-OpenSSH_9.9\r\n'), 'protocol', null],
    ['a head without end', behave.sending(`HTTP/1.1 200 OK\r\nx: ${'x'.repeat(100_000)}`), 'protocol', null],
  ])('calls %s by its name', async (_case, behaviour, reason, status) => {
    const sink = await sinkThat(behaviour);
    expect(await post(clientWith(), sink.url)).toMatchObject({
      kind: 'failure',
      reason,
      status,
      code: expect.any(String),
    });
  });

  it('tells a closed port and an unknown name apart', async () => {
    const sink = await sinkThat(behave.hanging);
    const { url } = sink;
    await sink.stop();
    cleanups.pop();
    expect(await post(clientWith(), url)).toMatchObject({ reason: 'connect', code: 'ECONNREFUSED' });
    const nameless = clientWith({ resolve: () => Promise.reject(new Error('nothing')) });
    expect(await post(nameless, 'http://sink.localhost:9/')).toMatchObject({
      reason: 'dns',
      code: 'ENOTFOUND',
    });
  });

  it('refuses a header that would split the request', async () => {
    const sink = await sinkThat(behave.answering(200));
    const result = await clientWith().post({ url: sink.url, headers: { 'x-a': 'b\r\nx-c: d' }, body: BODY });
    expect(result).toMatchObject({ kind: 'failure', reason: 'invalid-request' });
  });

  it('reports a closed client as aborted', async () => {
    const client = clientWith();
    await client.close();
    cleanups.shift();
    expect(await post(client, 'http://127.0.0.1:9/')).toMatchObject({ reason: 'aborted' });
  });
});

describe('OutboundHttpClient over TLS', () => {
  const tls = selfSignedCertificate('sink.localhost');

  it('posts to a host whose certificate is good', async () => {
    const sink = await sinkThat(behave.answering(204), { tls });
    const client = clientWith({ certificateAuthorities: [tls.cert] });
    expect(await post(client, sink.urlOf('sink.localhost'))).toMatchObject({ kind: 'response', status: 204 });
  });

  it('refuses an unknown authority, another name, and plain text', async () => {
    const sink = await sinkThat(behave.answering(204), { tls });
    const unknown = await post(clientWith(), sink.urlOf('sink.localhost'));
    expect(unknown).toMatchObject({ reason: 'tls', code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    const other = await post(
      clientWith({ certificateAuthorities: [tls.cert] }),
      sink.urlOf('other.localhost'),
    );
    expect(other).toMatchObject({ reason: 'tls', code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
    const plain = await sinkThat(behave.answering(204));
    const url = plain.urlOf('sink.localhost').replace('http:', 'https:');
    expect(await post(clientWith(), url)).toMatchObject({ reason: expect.stringMatching(/tls|reset/) });
  });
});

describe('OutboundHttpClient and forbidden targets', () => {
  const BLOCKED = {
    kind: 'failure',
    reason: 'blocked',
    code: null,
    status: null,
    durationMs: expect.any(Number),
  };

  it.each([
    'http://169.254.169.254/',
    'https://10.0.0.1/',
    'https://localhost/',
    'http://example.com/',
    'nonsense',
  ])('blocks %s from its text', async (url) => {
    const guard = new AddressGuard();
    expect(await post(clientWith({ guard, policy: new UrlPolicy({ guard }) }), url)).toEqual(BLOCKED);
  });

  it.each(['127.0.0.1', '::1'] as const)(
    'does not dial the literal %s, though someone listens',
    async (address) => {
      const sink = await sinkThat(behave.answering(200), { address });
      expect(await post(clientWith({ guard: new AddressGuard() }), sink.url)).toEqual(BLOCKED);
      expect(sink.connections).toBe(0);
    },
  );

  it('dials nothing when one address of several is forbidden', async () => {
    const sink = await sinkThat(behave.answering(200));
    const mixed: ResolvedAddress[] = [...toThisMachine, { address: '10.0.0.1', family: 4 }];
    const client = clientWith({ resolve: () => Promise.resolve(mixed) });
    expect(await post(client, sink.urlOf('sink.localhost'))).toEqual(BLOCKED);
    expect(sink.connections).toBe(0);
  });

  it('is not fooled by a name that turns private after its first answer', async () => {
    const sink = await sinkThat(behave.answering(200, '', ['connection: close']));
    const answers: ResolvedAddress[][] = [toThisMachine, [{ address: '169.254.169.254', family: 4 }]];
    const client = clientWith({ resolve: () => Promise.resolve(answers.shift() ?? []) });
    expect(await post(client, sink.urlOf('sink.localhost'))).toMatchObject({ status: 200 });
    expect(await post(client, sink.urlOf('sink.localhost'))).toEqual(BLOCKED);
    expect(sink.connections).toBe(1);
  });

  it('hands a redirect back and follows it nowhere', async () => {
    const target = await sinkThat(behave.answering(200));
    for (const location of ['http://169.254.169.254/latest/meta-data/', target.url]) {
      const sink = await sinkThat(behave.answering(307, '', [`location: ${location}`]));
      expect(await post(clientWith(), sink.url)).toMatchObject({
        kind: 'response',
        status: 307,
        headers: {},
      });
    }
    expect(target.connections).toBe(0);
  });
});
