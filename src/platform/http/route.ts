import {
  applyDecorators,
  Header,
  HttpCode,
  type NestInterceptor,
  SetMetadata,
  type Type,
  UseInterceptors,
} from '@nestjs/common';
import { ApiBody, ApiExcludeEndpoint, ApiHeader, ApiOperation, ApiQuery, ApiResponse } from '@nestjs/swagger';
import type { ApiResponseOptions } from '@nestjs/swagger';
import { RouteConfig } from '@nestjs/platform-fastify';
import { IdempotencyInterceptor } from '../idempotency/idempotency.interceptor.js';
import { BulkInterceptor } from './bulk.interceptor.js';
import { DRY_RUN } from './dry-run.js';
import { DryRunInterceptor } from './dry-run.interceptor.js';
import { HashInterceptor } from './hash.interceptor.js';
import { JobInterceptor } from './job.interceptor.js';
import { RecordBodyInterceptor } from './record-body.interceptor.js';
import { ROUTE, type RouteOptions } from './route-options.js';

const IF_NONE_MATCH = ApiHeader({
  name: 'If-None-Match',
  required: false,
  description: "The `ETag` you have: 304 without a body while it is still the record's",
});

/** Reads carry no idempotency key, and no body. What a route does not need it does not pay for. */
function interceptorsOf({
  permission,
  record,
  hashed,
  bulk,
  dryRun,
  job,
}: RouteOptions): Type<NestInterceptor>[] {
  const writes = !permission.endsWith(':read') || job === true;
  return [
    ...(dryRun === true ? [DryRunInterceptor] : []),
    ...(writes ? [IdempotencyInterceptor] : []),
    ...(writes && record === true ? [RecordBodyInterceptor] : []),
    ...(bulk === true ? [BulkInterceptor] : []),
    ...(job === true ? [JobInterceptor] : []),
    ...(hashed === true ? [HashInterceptor] : []),
  ];
}

function describePermission(options: RouteOptions): string {
  const { permission, alternativePermission: other, permissionInNamedTenant: there } = options;
  if (other !== undefined) return `\`${permission}\` or \`${other}\`, or both, by what is to be done`;
  return `\`${permission}\`${there === undefined ? '' : `, and \`${there}\` in the tenant that the path names`}`;
}

function describeLimit({
  permission,
  limit,
  cost = 1,
  whenLimiterIsAway = 'count-locally',
}: RouteOptions): string {
  if (permission === 'public' && limit === undefined) return 'Rate limit: none.';
  const counted = { anonymous: "the address's", register: "the address's registrations" };
  const whose = limit === undefined ? "the tenant's and the API key's" : counted[limit];
  const taken = cost === 1 ? '' : ` One request counts as ${cost}.`;
  const away = whenLimiterIsAway === 'refuse' ? 'answers 503' : 'each process counts alone';
  return `Rate limit: ${whose}.${taken} While limits cannot be shared, ${away}.`;
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
    ...(options.record === true ? [RouteConfig({ record: true, permission: options.permission })] : []),
    ...(options.contentType === undefined ? [] : [Header('Content-Type', options.contentType)]),
    ...(options.cacheSeconds === undefined
      ? []
      : [Header('Cache-Control', `public, max-age=${options.cacheSeconds}`)]),
    ...(options.permission === 'operator' ? [ApiExcludeEndpoint()] : []),
    ApiOperation({
      summary: options.summary,
      ...(options.operationId !== undefined && { operationId: options.operationId }),
      ...(options.permission === 'public' ? { security: [] } : {}),
      description: `Permission: ${describePermission(options)}.\n\n${describeLimit(options)}`,
    }),
    ...(options.record === true && options.permission.endsWith(':read') ? [IF_NONE_MATCH] : []),
    ApiResponse({ status, ...answerOf(options) }),
    ...(options.bulk === true
      ? [ApiResponse({ status: 207, ...answerOf(options), description: 'Some failed' })]
      : []),
    ...(options.body === undefined ? [] : [ApiBody({ type: options.body, required: options.bulk === true })]),
    ...[...(options.query ?? []), ...(options.dryRun === true ? [DRY_RUN] : [])].map((parameter) =>
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
