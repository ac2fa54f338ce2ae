import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { map, type Observable } from 'rxjs';
import { currentContext } from '../context/request-context.js';

/** 202 and `Location` where the answer is the job that the work goes on in; the route's own status where there is none. */
@Injectable()
export class LongWorkInterceptor implements NestInterceptor {
  intercept(
    context: ExecutionContext,
    next: CallHandler<{ readonly id: string } | undefined>,
  ): Observable<{ readonly id: string } | undefined> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      map((job) => {
        if (job === undefined) return undefined;
        reply.status(202);
        if (currentContext().dryRun !== true) reply.header('Location', `/api/jobs/${job.id}`);
        return job;
      }),
    );
  }
}
