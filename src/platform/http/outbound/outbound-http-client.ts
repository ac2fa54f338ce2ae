import { Agent, type Dispatcher } from 'undici';
import type { AddressGuard } from './address-guard.js';
import { bodyExcerpt } from './body-excerpt.js';
import { Deadline } from './deadline.js';
import { failureCause } from './failure-reason.js';
import { guardedConnector } from './guarded-connector.js';
import type { ResolveHost } from './host-resolver.js';
import type { OutboundResult } from './outbound-result.js';
import type { UrlPolicy } from './url-policy.js';

const KEPT_HEADERS = ['content-encoding', 'content-type', 'date', 'retry-after'] as const;
const LONGEST_HEADER_VALUE = 256;

export interface OutboundHttpClientOptions {
  readonly policy: UrlPolicy;
  readonly guard: AddressGuard;
  readonly resolve: ResolveHost;
  /** Milliseconds; 5,000, 10,000 and 15,000 by default. The first two are kept to about half a second. */
  readonly connectTimeoutMs?: number;
  readonly headersTimeoutMs?: number;
  readonly totalTimeoutMs?: number;
  /** Bytes read of an answer before the connection is cut (64 KiB), and bytes kept of it (8 KiB). */
  readonly readLimitBytes?: number;
  readonly keepLimitBytes?: number;
  /** Sockets to one origin, shared by every tenant that posts there; further requests wait. 64 by default. */
  readonly connectionsPerOrigin?: number;
  /** Milliseconds an idle socket is kept; 4,000 by default, below the 5 s after which many servers close theirs. */
  readonly idleSocketMs?: number;
  readonly certificateAuthorities?: readonly string[];
}

export interface OutboundRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Ends the exchange at once with the reason `aborted`. */
  readonly signal?: AbortSignal;
}

/**
 * Posts to addresses that customers chose: public targets only, no redirects, no decompression, bounded in time and
 * bytes. The answer's connection is reused when its body was read whole, else cut.
 */
export class OutboundHttpClient {
  private readonly agent: Agent;
  private readonly policy: UrlPolicy;
  private readonly totalTimeoutMs: number;
  private readonly readLimitBytes: number;
  private readonly keepLimitBytes: number;

  constructor(options: OutboundHttpClientOptions) {
    this.policy = options.policy;
    this.totalTimeoutMs = options.totalTimeoutMs ?? 15_000;
    this.readLimitBytes = options.readLimitBytes ?? 64 * 1024;
    this.keepLimitBytes = options.keepLimitBytes ?? 8 * 1024;
    this.agent = new Agent({
      connect: guardedConnector({ ...options, connectTimeoutMs: options.connectTimeoutMs ?? 5_000 }),
      connections: options.connectionsPerOrigin ?? 64,
      pipelining: 1,
      keepAliveTimeout: options.idleSocketMs ?? 4_000,
      keepAliveMaxTimeout: 60_000,
      headersTimeout: options.headersTimeoutMs ?? 10_000,
      // Per chunk, so a drip passes it; the deadline bounds the body instead.
      bodyTimeout: 0,
    });
  }

  /** Rejects only on a fault of this program; whatever the target does is in the result. */
  async post(request: OutboundRequest): Promise<OutboundResult> {
    const startedAt = performance.now();
    const durationMs = (): number => Math.round(performance.now() - startedAt);
    const verdict = this.policy.check(request.url);
    if (!verdict.ok) {
      return { kind: 'failure', reason: 'blocked', code: null, status: null, durationMs: durationMs() };
    }
    const deadline = new Deadline(this.totalTimeoutMs, request.signal);
    let status: number | null = null;
    try {
      const response = await this.send(verdict.url, request, deadline.signal);
      status = response.statusCode;
      const body = await this.readStart(response.body);
      const headers = keptHeaders(response.headers);
      return {
        kind: 'response',
        status,
        headers,
        bodyExcerpt: isEncoded(headers) ? '' : bodyExcerpt(body, this.keepLimitBytes),
        durationMs: durationMs(),
      };
    } catch (error) {
      return {
        kind: 'failure',
        ...(deadline.cause ?? failureCause(error)),
        status,
        durationMs: durationMs(),
      };
    } finally {
      deadline.clear();
    }
  }

  /** Waits for the exchanges under way (at most the total time-out), then closes every socket. */
  async close(): Promise<void> {
    await this.agent.close();
  }

  private send(url: URL, request: OutboundRequest, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
    return this.agent.request({
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method: 'POST',
      headers: { 'accept-encoding': 'identity', ...request.headers },
      body: request.body,
      signal,
      highWaterMark: 16 * 1024,
    });
  }

  /** Leaving the loop early destroys the stream, and with it the socket. */
  private async readStart(body: AsyncIterable<Buffer>): Promise<Buffer> {
    const kept: Buffer[] = [];
    let bytesRead = 0;
    for await (const chunk of body) {
      if (bytesRead < this.keepLimitBytes) kept.push(chunk);
      bytesRead += chunk.length;
      if (bytesRead >= this.readLimitBytes) break;
    }
    return Buffer.concat(kept);
  }
}

function keptHeaders(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of KEPT_HEADERS) {
    const value = [headers[name]].flat()[0];
    if (value !== undefined) kept[name] = bodyExcerpt(Buffer.from(value), LONGEST_HEADER_VALUE);
  }
  return kept;
}

function isEncoded(headers: Readonly<Record<string, string>>): boolean {
  const encoding = headers['content-encoding']?.trim().toLowerCase() ?? '';
  return encoding !== '' && encoding !== 'identity';
}
