import type { EnvironmentReader } from './environment-reader.js';

export class HttpConfig {
  readonly production: boolean;
  readonly port: number;
  readonly host: string;
  /** Origins that browsers may call from; `*` allows any. */
  readonly allowedOrigins: readonly string[];
  /** Whether `X-Forwarded-For` names the caller: only behind a proxy that sets it. */
  readonly trustProxy: boolean;
  /** Milliseconds that a stopping process waits for requests and jobs in flight. */
  readonly shutdownMilliseconds: number;

  constructor(reader: EnvironmentReader) {
    this.production = reader.production;
    this.port = reader.integer('PORT', 5000, { minimum: 0, maximum: 65_535 });
    this.host = reader.text('HOST', reader.production ? '0.0.0.0' : '127.0.0.1');
    this.allowedOrigins = reader.list('ALLOWED_ORIGINS', reader.production ? [] : ['*']);
    this.trustProxy = reader.flag('TRUST_PROXY', false);
    this.shutdownMilliseconds = reader.integer('SHUTDOWN_MS', 20_000, { minimum: 100, maximum: 300_000 });
  }
}
