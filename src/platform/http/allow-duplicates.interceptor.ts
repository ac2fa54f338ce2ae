import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { PermissionDeniedError } from '../../kernel/errors.js';
import { currentAccess, currentContext, runInContext } from '../context/request-context.js';
import { ALLOW_DUPLICATES } from './allow-duplicates.js';
import { readFlag } from './read-flag.js';

/** Who may change the rules. */
const PERMISSION = 'duplicate-rules:update';

/** `?allowDuplicates=true`: rules refuse no new record as a duplicate. */
@Injectable()
export class AllowDuplicatesInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { query } = context
      .switchToHttp()
      .getRequest<FastifyRequest<{ Querystring: Record<string, unknown> }>>();
    if (!readFlag(query, ALLOW_DUPLICATES.name)) return next.handle();
    if (currentAccess().reach(PERMISSION) === undefined) throw PermissionDeniedError.lacking(PERMISSION);
    return runInContext({ ...currentContext(), allowsDuplicates: true }, () => next.handle());
  }
}
