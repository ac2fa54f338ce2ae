import {
  applyDecorators,
  Header,
  HttpCode,
  type NestInterceptor,
  SetMetadata,
  type Type,
  UseInterceptors,
} from '@nestjs/common';
import { ApiExcludeEndpoint, ApiHeader, ApiOperation, ApiQuery, ApiResponse } from '@nestjs/swagger';
import type { ApiResponseOptions } from '@nestjs/swagger';
import { IdempotencyInterceptor } from '../idempotency/idempotency.interceptor.js';
import { RecordInterceptor } from './record.interceptor.js';
import { ROUTE, type RouteOptions } from './route-options.js';

const IF_NONE_MATCH = ApiHeader({
  name: 'If-None-Match',
  required: false,
  description: "The `ETag` you have: 304 without a body while it is still the record's",
});

/** Reads carry no idempotency key; only the answers of one record have an ETag. What a route does not need it does not pay for. */
function interceptorsOf({ permission, record }: RouteOptions): Type<NestInterceptor>[] {
  return [
    ...(permission.endsWith(':read') ? [] : [IdempotencyInterceptor]),
    ...(record === true ? [RecordInterceptor] : []),
  ];
}

const FILE = { schema: { type: 'string', format: 'binary' } } as const;

function answerOf({ response, produces }: RouteOptions): Pick<ApiResponseOptions, 'description'> {
  const content = produces?.map((type) => [type, FILE] as const);
  return {
    description: 'Success',
    ...(response !== undefined && { type: response }),
    ...(content !== undefined && { content: Object.fromEntries(content) }),
  };
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
      ...(options.operationId !== undefined && { operationId: options.operationId }),
      ...(options.permission === 'public' ? { security: [] } : {}),
      description: `Permission: \`${options.permission}\`.`,
    }),
    ...(options.record === true && options.permission.endsWith(':read') ? [IF_NONE_MATCH] : []),
    ApiResponse({ status, ...answerOf(options) }),
    ...(options.query ?? []).map((parameter) =>
      ApiQuery({
        name: parameter.name,
        required: false,
        schema: parameter.schema ?? { type: 'string' },
        ...(parameter.description !== undefined && { description: parameter.description }),
        ...(parameter.style !== undefined && { style: parameter.style, explode: true }),
      }),
    ),
  );
}
