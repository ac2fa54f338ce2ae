import { createHash } from 'node:crypto';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';

/** Whether the answer goes out as an envelope: caches of everybody keep the two forms apart. */
const FORM = 'X-Response-Envelope';

/** Gives an answer the `ETag` of what it says, and 304 without a body to who has it. */
@Injectable()
export class HashInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    return next.handle().pipe(
      map((answer: unknown) => {
        const etag = `"${hashOf(answer, request.wantsEnvelope)}"`;
        reply.header('ETag', etag);
        if (typeof answer !== 'string') addVary(reply, FORM);
        if (!isKnown(request.headers['if-none-match'], etag)) return answer;
        reply.status(304);
        return undefined;
      }),
    );
  }
}

function hashOf(answer: unknown, isEnveloped: boolean): string {
  const text = typeof answer === 'string' ? answer : JSON.stringify([answer, isEnveloped]);
  return createHash('sha256').update(text).digest('base64url');
}

/** Caches on the way that compress an answer make its `ETag` weak. */
function isKnown(header: string | undefined, etag: string): boolean {
  const known = header?.split(',').map((candidate) => candidate.trim().replace(/^W\//, '')) ?? [];
  return known.includes(etag) || known.includes('*');
}

function addVary(reply: FastifyReply, name: string): void {
  const known = reply.getHeader('Vary');
  reply.header('Vary', known === undefined ? name : `${String(known)}, ${name}`);
}
