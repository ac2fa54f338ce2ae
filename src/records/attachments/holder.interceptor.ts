import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { AttachmentsService } from './attachments.service.js';

/** Answers 404 for a record that the caller does not reach, before a byte of a file for it is read. */
@Injectable()
export class HolderInterceptor implements NestInterceptor {
  constructor(private readonly attachments: AttachmentsService) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const { params } = context
      .switchToHttp()
      .getRequest<FastifyRequest<{ Params: { readonly records: string; readonly id: string } }>>();
    await this.attachments.holder(params.records, params.id.toLowerCase());
    return next.handle();
  }
}
