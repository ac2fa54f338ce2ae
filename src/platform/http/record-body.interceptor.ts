import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { ValidationError } from '../../kernel/errors.js';
import { ROUTE, type RouteOptions } from './route-options.js';

const LARGEST_VERSION = 2_147_483_647;
const REPLACES = new Set(['PUT', 'PATCH']);

/**
 * Takes from the body of a PUT or PATCH what the product sets itself, so that GET, edit, PUT works; a `version` acts as
 * If-Match.
 */
@Injectable()
export class RecordBodyInterceptor implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const route = this.reflector.get<RouteOptions>(ROUTE, context.getHandler());
    if (REPLACES.has(request.method)) takeReadOnlyFields(request, route.readOnlyFields ?? []);
    return next.handle();
  }
}

function takeReadOnlyFields(request: FastifyRequest, readOnlyFields: readonly string[]): void {
  const { body } = request;
  if (typeof body !== 'object' || body === null) return;
  if ('version' in body) {
    const version = Number.isInteger(body.version) ? Number(body.version) : 0;
    if (version < 1 || version > LARGEST_VERSION)
      throw new ValidationError([{ field: 'version', message: 'must be a whole number from 1' }]);
    request.headers['if-match'] ??= `"${version}"`;
    delete body.version;
  }
  for (const field of readOnlyFields) Reflect.deleteProperty(body, field);
}
