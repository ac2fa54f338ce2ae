import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { map, type Observable } from 'rxjs';

interface AnswerOfMany {
  readonly failed: number;
}

/** 207 for an answer about many records of which some failed. */
@Injectable()
export class BulkInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler<AnswerOfMany>): Observable<AnswerOfMany> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      map((answer) => {
        reply.status(answer.failed > 0 ? 207 : 200);
        return answer;
      }),
    );
  }
}
