import { Injectable, type PipeTransform } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { asksForCookies } from './auth-mode.js';
import { SessionCookies } from './session-cookies.js';

/** From a request to the refresh token in its cookie; null without, and when the client does not ask for cookies. */
@Injectable()
export class RefreshCookiePipe implements PipeTransform<FastifyRequest, string | null> {
  constructor(private readonly cookies: SessionCookies) {}

  transform(request: FastifyRequest): string | null {
    return asksForCookies(request) ? (this.cookies.refreshToken(request) ?? null) : null;
  }
}
