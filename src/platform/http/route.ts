import { applyDecorators, Header, HttpCode, SetMetadata, type Type } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiOperation, ApiQuery, ApiResponse } from '@nestjs/swagger';

export const ROUTE = Symbol('route');

export interface QueryParameter {
  readonly name: string;
  readonly description?: string;
  readonly enum?: readonly string[];
}

export interface RouteOptions {
  /**
   * `leads:read`; `authenticated` for whoever is logged in; `public` for everybody; `operator` for the holder of
   * OPERATOR_TOKEN, outside any tenant and outside the OpenAPI document.
   */
  readonly permission: string;
  readonly summary: string;
  /** Default 200. */
  readonly status?: number;
  readonly response?: Type<unknown>;
  /** Query parameters it takes; any other is refused with 400. */
  readonly query?: readonly QueryParameter[];
  /** The handler checks the query itself: its list policy knows forms (`createdAt[lt]`) that no list of names shows. */
  readonly openQuery?: boolean;
  /** The route answers one record: `ETag`, `If-None-Match` and, on 201, `Location` are served. */
  readonly record?: boolean;
  /** The answer holds secrets: a stored copy of it is sealed. */
  readonly secret?: boolean;
  /** Of an answer that is no JSON. */
  readonly contentType?: string;
  /** Anonymous routes: which limit counts. */
  readonly limit?: 'anonymous' | 'register';
}

/** All that a route says of itself besides its verb: who may call it, what it takes and what it answers. */
export function Route(options: RouteOptions): MethodDecorator {
  const status = options.status ?? 200;
  return applyDecorators(
    SetMetadata(ROUTE, options),
    HttpCode(status),
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
