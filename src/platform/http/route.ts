import {
  applyDecorators,
  Header,
  HttpCode,
  type NestInterceptor,
  SetMetadata,
  type Type,
  UseInterceptors,
} from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiExcludeEndpoint,
  ApiHeader,
  ApiOperation,
  ApiQuery,
  ApiResponse,
} from '@nestjs/swagger';
import type { ApiResponseOptions } from '@nestjs/swagger';
import { RouteConfig } from '@nestjs/platform-fastify';
import { UploadInterceptor } from '../storage/upload.interceptor.js';
import { IdempotencyInterceptor } from '../idempotency/idempotency.interceptor.js';
import { BulkInterceptor } from './bulk.interceptor.js';
import { ALLOW_DUPLICATES } from './allow-duplicates.js';
import { AllowDuplicatesInterceptor } from './allow-duplicates.interceptor.js';
import { DRY_RUN } from './dry-run.js';
import { DryRunInterceptor } from './dry-run.interceptor.js';
import { ErasureDto } from '../privacy/dto/erasure.dto.js';
import { ErasureInterceptor } from './erasure.interceptor.js';
import { FileInterceptor } from './file.interceptor.js';
import { HashInterceptor } from './hash.interceptor.js';
import { JobInterceptor } from './job.interceptor.js';
import { LongWorkInterceptor } from './long-work.interceptor.js';
import { RecordBodyInterceptor } from './record-body.interceptor.js';
import { type QueryParameter, ROUTE, type RouteOptions } from './route-options.js';
import { TABLE_TYPES } from './table-types.js';

const IF_NONE_MATCH = ApiHeader({
  name: 'If-None-Match',
  required: false,
  description: 'The `ETag` you have: 304 without a body while it is still that of the answer',
});

/** Reads carry no idempotency key, and no body. What a route does not need it does not pay for. */
function interceptorsOf(options: RouteOptions): Type<NestInterceptor>[] {
  const { permission, record, hashed, bulk, dryRun, duplicates, upload, file, job, longWork, erases } =
    options;
  const writes = !permission.endsWith(':read') || job === true;
  return [
    ...(upload === undefined ? [] : [UploadInterceptor]),
    ...(duplicates === true ? [AllowDuplicatesInterceptor] : []),
    ...(dryRun === true ? [DryRunInterceptor] : []),
    ...(writes ? [IdempotencyInterceptor] : []),
    ...(writes && record === true ? [RecordBodyInterceptor] : []),
    ...(bulk === true ? [BulkInterceptor] : []),
    ...(job === true ? [JobInterceptor] : []),
    ...(longWork === undefined ? [] : [LongWorkInterceptor]),
    ...(erases === true ? [ErasureInterceptor] : []),
    ...(hashed === true ? [HashInterceptor] : []),
    ...(file === true ? [FileInterceptor] : []),
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
  const counted = {
    anonymous: "the address's",
    register: "the address's registrations",
    reader: "the address's public reads",
  };
  const whose = limit === undefined ? "the tenant's and the API key's" : counted[limit];
  const taken = cost === 1 ? '' : ` One request counts as ${cost}.`;
  const away = whenLimiterIsAway === 'refuse' ? 'answers 503' : 'each process counts alone';
  return `Rate limit: ${whose}.${taken} While limits cannot be shared, ${away}.`;
}

const ERROR = { $ref: '#/components/schemas/Error' } as const;
const RANGE = ApiHeader({ name: 'Range', required: false, description: 'One range: `bytes=0-499`' });
const FILE = { schema: { type: 'string', format: 'binary' } } as const;

function answerOf({ response, produces, file }: RouteOptions): Pick<ApiResponseOptions, 'description'> {
  const types = file === true ? ['*/*'] : produces;
  const content = types?.map((type) => [type, FILE] as const);
  return {
    description: 'Success',
    ...(response !== undefined && { type: response }),
    ...(content !== undefined && { content: Object.fromEntries(content) }),
  };
}

function fileResponses(options: RouteOptions): MethodDecorator[] {
  return [
    RANGE,
    ApiResponse({ status: 206, ...answerOf(options), description: 'The bytes that `Range` asks for' }),
    ApiResponse({ status: 304, description: 'The bytes that the caller has' }),
    ApiResponse({ status: 410, description: 'The link has expired', schema: ERROR }),
    ApiResponse({ status: 416, description: 'There are no such bytes', schema: ERROR }),
  ];
}

function queryOf({ query = [], dryRun, duplicates }: RouteOptions): QueryParameter[] {
  return [
    ...query,
    ...(dryRun === true ? [DRY_RUN] : []),
    ...(duplicates === true ? [ALLOW_DUPLICATES] : []),
  ];
}

/** What Fastify knows of a route. */
function configOf(options: RouteOptions): Record<string, unknown> {
  const { record, permission, locatedAt, upload, table, file } = options;
  return {
    ...(record === true && { record, permission, ...(locatedAt !== undefined && { locatedAt }) }),
    ...(upload !== undefined && { upload: true }),
    ...(table === true && { table }),
    ...(file === true && { file }),
  };
}

/** All that a route says of itself besides its verb: who may call it, what it takes and what it answers. */
export function Route(options: RouteOptions): MethodDecorator {
  const status = options.status ?? 200;
  return applyDecorators(
    SetMetadata(ROUTE, options),
    HttpCode(status),
    UseInterceptors(...interceptorsOf(options)),
    RouteConfig(configOf(options)),
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
    ...(options.hashed === true && options.response !== undefined ? [IF_NONE_MATCH] : []),
    ApiResponse({ status, ...answerOf(options) }),
    ...(options.dryRunResponse === undefined
      ? []
      : [ApiResponse({ status: 200, type: options.dryRunResponse, description: 'With `dryRun=true`' })]),
    ...(options.upload === undefined
      ? []
      : [ApiConsumes('multipart/form-data', ...(options.table === true ? TABLE_TYPES : []))]),
    ...(options.file === true ? fileResponses(options) : []),
    ...(options.bulk === true
      ? [ApiResponse({ status: 207, ...answerOf(options), description: 'Some failed' })]
      : []),
    ...(options.erases === true && status !== 202
      ? [ApiResponse({ status: 202, type: ErasureDto, description: 'It is erased for good: the receipt' })]
      : []),
    ...(options.longWork === undefined
      ? []
      : [ApiResponse({ status: 202, type: options.longWork, description: 'It goes on in a job' })]),
    ...(options.body === undefined ? [] : [ApiBody({ type: options.body, required: options.bulk === true })]),
    ...queryOf(options).map((parameter) =>
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
