import { createHash } from 'node:crypto';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';

/** Gives a text answer the `ETag` of its bytes, and 304 without a body to who has it. */
@Injectable()
export class HashInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    return next.handle().pipe(
      map((text: unknown) => {
        const etag = `"${createHash('sha256').update(String(text)).digest('base64url')}"`;
        reply.header('ETag', etag);
        if (request.headers['if-none-match'] !== etag) return text;
        reply.status(304);
        return undefined;
      }),
    );
  }
}
