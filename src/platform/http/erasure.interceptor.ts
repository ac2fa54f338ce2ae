import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { map, type Observable } from 'rxjs';
import { currentContext } from '../context/request-context.js';

interface Receipt {
  readonly id: string;
}

/** 202 for the receipt of an erasure, and where it is found again. */
@Injectable()
export class ErasureInterceptor implements NestInterceptor {
  intercept(
    context: ExecutionContext,
    next: CallHandler<Receipt | undefined>,
  ): Observable<Receipt | undefined> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      map((receipt) => {
        if (receipt === undefined) return undefined;
        reply.status(202);
        if (currentContext().dryRun !== true) reply.header('Location', `/api/erasures/${receipt.id}`);
        return receipt;
      }),
    );
  }
}
