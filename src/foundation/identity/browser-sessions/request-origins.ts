import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { HttpConfig } from '../../../platform/config/http.config.js';
import { OriginError } from './browser-session.errors.js';

/** Which pages may use a browser's cookies: ours, and those of ALLOWED_ORIGINS; a `*` there allows none. */
@Injectable()
export class RequestOrigins {
  constructor(private readonly config: HttpConfig) {}

  /**
   * By `Sec-Fetch-Site`, which no page can forge, else by `Origin`. Clients that are no browsers send neither.
   * @throws {OriginError} 403
   */
  check(request: FastifyRequest): void {
    if (!this.isAllowed(request)) throw new OriginError();
  }

  private isAllowed(request: FastifyRequest): boolean {
    const { origin, 'sec-fetch-site': site } = request.headers;
    if (origin !== undefined && this.config.allowedOrigins.includes(origin)) return true;
    if (site !== undefined) return site === 'same-origin' || site === 'none';
    return origin === undefined || (URL.canParse(origin) && new URL(origin).host === request.host);
  }
}
