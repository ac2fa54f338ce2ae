import {
  applyDecorators,
  Header,
  HttpCode,
  type NestInterceptor,
  SetMetadata,
  type Type,
  UseInterceptors,
} from '@nestjs/common';
import { ApiExcludeEndpoint, ApiOperation, ApiQuery, ApiResponse } from '@nestjs/swagger';
import { IdempotencyInterceptor } from '../idempotency/idempotency.interceptor.js';
import { RecordInterceptor } from './record.interceptor.js';
import { ROUTE, type RouteOptions } from './route-options.js';

/** Reads carry no idempotency key; only the answers of one record have an ETag. What a route does not need it does not pay for. */
function interceptorsOf({ permission, record }: RouteOptions): Type<NestInterceptor>[] {
  return [
    ...(permission.endsWith(':read') ? [] : [IdempotencyInterceptor]),
    ...(record === true ? [RecordInterceptor] : []),
  ];
}

/** All that a route says of itself besides its verb: who may call it, what it takes and what it answers. */
export function Route(options: RouteOptions): MethodDecorator {
  const status = options.status ?? 200;
  return applyDecorators(
    SetMetadata(ROUTE, options),
    HttpCode(status),
    UseInterceptors(...interceptorsOf(options)),
    ...(options.contentType === undefined ? [] : [Header('Content-Type', options.contentType)]),
    ...(options.permission === 'operator' ? [ApiExcludeEndpoint()] : []),
    ApiOperation({
      summary: options.summary,
      ...(options.permission === 'public' ? { security: [] } : {}),
      description: `Permission: \`${options.permission}\`.`,
    }),
    ApiResponse({ status, description: 'Success', ...(options.response && { type: options.response }) }),
    ...(options.query ?? []).map((parameter) =>
      ApiQuery({
        name: parameter.name,
        required: false,
        type: String,
        ...(parameter.description !== undefined && { description: parameter.description }),
        ...(parameter.enum !== undefined && { enum: [...parameter.enum] }),
      }),
    ),
  );
}
