import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Observable, tap } from 'rxjs';
import { SessionCookies } from './session-cookies.js';

/** Takes the cookies of a session back from the browser that has ended it. */
@Injectable()
export class ForgetCookiesInterceptor implements NestInterceptor {
  constructor(private readonly cookies: SessionCookies) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    if (http.getRequest<FastifyRequest>().headers.cookie === undefined) return next.handle();
    return next.handle().pipe(tap(() => this.cookies.clear(http.getResponse<FastifyReply>())));
  }
}
