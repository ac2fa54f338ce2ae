import type { EnvironmentReader } from './environment-reader.js';

export class HttpConfig {
  readonly port: number;
  readonly host: string;
  /** Where callers reach this API; begins the links that it hands out. Without a slash at its end. */
  readonly apiUrl: string;
  /** Origins that browsers may call from; `*` allows any. */
  readonly allowedOrigins: readonly string[];
  /** Proxies before this process whose entries of `X-Forwarded-For` are believed: what stands left of them is not. */
  readonly trustedProxies: number;
  /** Milliseconds that a stopping process waits for requests and jobs in flight. */
  readonly shutdownMilliseconds: number;

  constructor(reader: EnvironmentReader) {
    this.port = reader.integer('PORT', 5000, { minimum: 0, maximum: 65_535 });
    this.host = reader.text('HOST', reader.production ? '0.0.0.0' : '127.0.0.1');
    this.apiUrl = (reader.url('API_URL', ['http:', 'https:']) ?? `http://localhost:${this.port}`).replace(
      /\/+$/,
      '',
    );
    this.allowedOrigins = reader.list('ALLOWED_ORIGINS', reader.production ? [] : ['*']);
    this.trustedProxies = readTrustedProxies(reader);
    this.shutdownMilliseconds = reader.integer('SHUTDOWN_MS', 20_000, { minimum: 100, maximum: 300_000 });
  }
}

/** `false`, `true` (one proxy) or how many stand in a row. */
function readTrustedProxies(reader: EnvironmentReader): number {
  const words: Readonly<Record<string, number>> = { false: 0, true: 1 };
  return (
    words[reader.text('TRUST_PROXY', 'false')] ??
    reader.integer('TRUST_PROXY', 0, { minimum: 0, maximum: 10 })
  );
}
