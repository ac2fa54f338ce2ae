import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SecurityConfig } from '../../../platform/config/security.config.js';
import { API_PREFIX, API_VERSION, apiRootOf } from '../../../platform/http/api-path.js';

const REFRESH_PATH = '/auth/refresh';
/** Where a refresh cookie may be: it is set below the address that the client logs in at. */
const API_ROOTS = [API_PREFIX, `${API_PREFIX}/v${API_VERSION}`];

/** What the cookies carry. */
export interface CookieTokens {
  readonly token: string;
  readonly refreshToken: string;
}

/**
 * The cookies of a browser's session, out of reach of its scripts. The prefixes forbid other hosts of the domain to set
 * them: `__Host-` for the access token; `__Secure-` for the refresh token, which is sent to one path alone, and
 * `__Host-` demands the path `/`. Over plain HTTP, for development, they have neither prefix nor `Secure`.
 */
@Injectable()
export class SessionCookies {
  private readonly access: string;
  private readonly refresh: string;

  constructor(private readonly config: SecurityConfig) {
    this.access = config.secureCookies ? '__Host-crm_access' : 'crm_access';
    this.refresh = config.secureCookies ? '__Secure-crm_refresh' : 'crm_refresh';
  }

  accessToken(request: FastifyRequest): string | undefined {
    return read(request, this.access);
  }

  refreshToken(request: FastifyRequest): string | undefined {
    return read(request, this.refresh);
  }

  set(request: FastifyRequest, reply: FastifyReply, { token, refreshToken }: CookieTokens): void {
    const { accessTokenSeconds, refreshTokenSeconds } = this.config;
    this.write(reply, this.access, token, '/', accessTokenSeconds);
    const path = apiRootOf(request.originalUrl) + REFRESH_PATH;
    this.write(reply, this.refresh, refreshToken, path, refreshTokenSeconds);
  }

  clear(reply: FastifyReply): void {
    this.write(reply, this.access, '', '/', 0);
    for (const root of API_ROOTS) this.write(reply, this.refresh, '', root + REFRESH_PATH, 0);
  }

  private write(reply: FastifyReply, name: string, value: string, path: string, maxAge: number): void {
    const { secureCookies: secure } = this.config;
    const options = { path, maxAge, secure, httpOnly: true, sameSite: 'lax' } as const;
    reply.header('Set-Cookie', reply.server.serializeCookie(name, value, options));
  }
}

function read(request: FastifyRequest, name: string): string | undefined {
  const { cookie } = request.headers;
  if (cookie === undefined || !cookie.includes(name)) return undefined;
  const value = request.server.parseCookie(cookie)[name];
  return value === '' ? undefined : value;
}
