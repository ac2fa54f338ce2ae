import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { map, type Observable } from 'rxjs';

interface AnsweredJob {
  readonly id: string;
}

/** `Location` of the job that the work goes on in. */
@Injectable()
export class JobInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler<AnsweredJob>): Observable<AnsweredJob> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      map((job) => {
        reply.header('Location', `/api/jobs/${job.id}`);
        return job;
      }),
    );
  }
}
