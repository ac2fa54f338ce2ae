import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { decodeJwt } from 'jose';
import { map, type Observable } from 'rxjs';
import { asksForCookies } from './auth-mode.js';
import { CsrfTokens } from './csrf-tokens.js';
import { RequestOrigins } from './request-origins.js';
import { type CookieTokens, SessionCookies } from './session-cookies.js';

/**
 * With `X-Auth-Mode: cookie` moves the tokens of an answer into cookies, and puts the CSRF token in their place. It
 * stands outside the idempotency interceptor, so that a stored answer sets its cookies again.
 */
@Injectable()
export class TokenCookiesInterceptor implements NestInterceptor {
  constructor(
    private readonly cookies: SessionCookies,
    private readonly origins: RequestOrigins,
    private readonly csrf: CsrfTokens,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    if (!asksForCookies(request)) return next.handle();
    this.origins.check(request);
    const reply = http.getResponse<FastifyReply>();
    return next.handle().pipe(map((answer) => this.withoutTokens(answer, request, reply)));
  }

  private withoutTokens(answer: unknown, request: FastifyRequest, reply: FastifyReply): unknown {
    if (!holdsTokens(answer)) return answer;
    const { token, refreshToken, ...rest } = answer;
    this.cookies.set(request, reply, { token, refreshToken });
    return { ...rest, csrfToken: this.csrf.of(String(decodeJwt(token)['sid'])) };
  }
}

function holdsTokens(answer: unknown): answer is CookieTokens {
  if (typeof answer !== 'object' || answer === null) return false;
  return 'token' in answer && typeof answer.token === 'string' && 'refreshToken' in answer;
}
