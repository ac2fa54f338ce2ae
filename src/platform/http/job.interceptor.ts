import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { map, type Observable } from 'rxjs';
import { currentContext } from '../context/request-context.js';

interface AnsweredJob {
  readonly id: string;
}

/** `Location` of the job that the work goes on in. What is only tried makes none. */
@Injectable()
export class JobInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler<AnsweredJob>): Observable<AnsweredJob> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    if (currentContext().dryRun === true) {
      reply.status(200);
      return next.handle();
    }
    return next.handle().pipe(
      map((job) => {
        reply.header('Location', `/api/jobs/${job.id}`);
        return job;
      }),
    );
  }
}
