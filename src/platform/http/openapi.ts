import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { defaultErrorResponses, ERROR_SCHEMA } from './default-responses.js';

export interface OpenApiOptions {
  readonly title?: string;
  readonly version?: string;
  readonly description?: string;
}

const DESCRIPTION = [
  'Send the access token of `POST /api/auth/login` as `Authorization: Bearer`, or an API key as `X-API-Key`.',
  'Browsers may have tokens as httpOnly cookies: `X-Auth-Mode: cookie` at login, then `X-CSRF-Token` with whatever is not a read.',
  'Errors have one shape, with a stable `code` and a `traceId` that support can look up.',
  'Lists: `page` and `pageSize`, or `limit` and `cursor`; filters take operators in brackets, `createdAt[gte]=2026-01-01`.',
  'Every answer carries `X-RateLimit-Limit`, `X-RateLimit-Remaining` and `X-RateLimit-Reset`; after 429 wait for `Retry-After` seconds.',
].join('\n\n');

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'The same key and body within 24 hours give the first answer again, and change nothing',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
} as const;

/** Reads, whatever their method. */
const READS = /\/(?:search|link)$/;
const KEYED_METHODS: ReadonlySet<string> = new Set(['post', 'put', 'patch']);

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** Closes every object schema that does not say itself what else it may hold. */
function closeSchemas(schemas: NonNullable<OpenAPIObject['components']>['schemas'] = {}): void {
  for (const schema of Object.values(schemas)) {
    if ('$ref' in schema || schema.properties === undefined) continue;
    schema.additionalProperties ??= false;
  }
}

function addSharedParts(document: OpenAPIObject): void {
  for (const [address, path] of Object.entries(document.paths)) {
    for (const method of METHODS) {
      const operation = path[method];
      if (operation === undefined) continue;
      operation.responses = { ...defaultErrorResponses(method), ...operation.responses };
      if (KEYED_METHODS.has(method) && !READS.test(address))
        (operation.parameters ??= []).push(IDEMPOTENCY_KEY);
    }
  }
}

/** The OpenAPI 3.0 document of all routes: closed schemas, the shared `Error`, and the error answers of each route. */
export function buildOpenApiDocument(app: INestApplication, options: OpenApiOptions = {}): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle(options.title ?? 'CRM API')
    .setVersion(options.version ?? '1')
    .setDescription(options.description ?? DESCRIPTION)
    .addServer('/')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' }, 'bearer')
    .addApiKey({ type: 'apiKey', in: 'header', name: 'X-API-Key' }, 'apiKey')
    .addApiKey({ type: 'apiKey', in: 'cookie', name: '__Host-crm_access' }, 'cookie')
    .addSecurityRequirements('bearer')
    .addSecurityRequirements('apiKey')
    .addSecurityRequirements('cookie')
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    operationIdFactory: (_controller, handler) => handler,
  });
  const schemas = { ...document.components?.schemas, Error: ERROR_SCHEMA };
  document.components = { ...document.components, schemas };
  closeSchemas(schemas);
  addSharedParts(document);
  return document;
}

/** Serves Swagger UI under `/docs`. Call it before `listen`; apart, because it needs the UI's files and no test does. */
export function serveSwaggerUi(app: NestFastifyApplication, document: OpenAPIObject): void {
  SwaggerModule.setup('docs', app, document, { raw: false, swaggerOptions: { persistAuthorization: true } });
}
