import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { currentContext, runInContext } from '../context/request-context.js';
import { COLLIDING_ATTEMPTS, TenantDatabase } from '../database/tenant-database.js';
import { DRY_RUN } from './dry-run.js';
import { readFlag } from './read-flag.js';
import { RolledBack } from './rolled-back.js';

/** `?dryRun=true`: does the work in a transaction of its own, rolls it back, and answers what the work answered. */
@Injectable()
export class DryRunInterceptor implements NestInterceptor {
  constructor(private readonly database: TenantDatabase) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const { query } = http.getRequest<FastifyRequest<{ Querystring: Record<string, unknown> }>>();
    if (!readFlag(query, DRY_RUN.name)) return next.handle();
    http.getResponse<FastifyReply>().header('Dry-Run', 'true');
    return from(runInContext({ ...currentContext(), dryRun: true }, () => this.undone(next)));
  }

  private async undone(next: CallHandler): Promise<unknown> {
    try {
      return await this.database.transaction(async () => {
        throw new RolledBack(await lastValueFrom(next.handle(), { defaultValue: undefined }));
      }, COLLIDING_ATTEMPTS);
    } catch (error) {
      if (error instanceof RolledBack) return error.answer;
      throw error;
    }
  }
}
