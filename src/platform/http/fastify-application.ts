import fastifyCompress from '@fastify/compress';
import fastifyCookie from '@fastify/cookie';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import type { Logger } from '../logging/logger.js';
import { registerAccessLog } from './access-log.js';
import { ApiFastifyAdapter } from './api-fastify-adapter.js';
import type { FastifyAdapterOptions } from './api-fastify-adapter.js';
import { API_PREFIX } from './api-path.js';
import { registerBodyParsers } from './body-parsers.js';
import { enableCors } from './cors.js';
import { DomainExceptionFilter } from './domain-exception.filter.js';
import { registerEnvelope } from './envelope.js';
import type { OriginDirectory } from './origin-directory.js';
import { registerRecordAnswers } from './record-answers.js';
import { registerRequestChecks } from './request-checks.js';
import { registerRequestContext } from './request-context-hooks.js';
import { registerSecurityHeaders } from './security-headers.js';
import { RequestValidationPipe } from './request-validation.pipe.js';
import { endUnusedConnections } from './unused-connections.js';

export interface ApplicationOptions {
  readonly logger: Logger;
  /** Origins of browser applications; `*` allows any, but then without credentials. */
  readonly corsOrigins: readonly string[];
  /** Origins that tenants allow besides; none without it. */
  readonly originDirectory?: OriginDirectory;
  /** Routes outside `/api`, without a leading slash: `['health/live', 'metrics']`. */
  readonly outsidePrefix?: readonly string[];
  /** False keeps the log to errors. */
  readonly accessLog?: boolean;
}

export function createFastifyAdapter(options: FastifyAdapterOptions): ApiFastifyAdapter {
  const adapter = new ApiFastifyAdapter(options);
  const fastify = adapter.getInstance<FastifyInstance>();
  registerRequestContext(fastify);
  registerBodyParsers(adapter);
  endUnusedConnections(fastify);
  return adapter;
}

/** Gives an application its whole HTTP edge. Call it once, between creating the application and `init`/`listen`. */
export async function configureApplication(
  app: NestFastifyApplication,
  options: ApplicationOptions,
): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance();
  enableCors(app, options.corsOrigins, options.originDirectory);
  registerSecurityHeaders(fastify);
  await app.register(fastifyCompress, {
    encodings: ['br', 'gzip'],
    threshold: 1024,
    globalDecompression: false,
  });
  // Without its hook, which would cost every request: cookies are read where they count.
  await app.register(fastifyCookie, { hook: false });
  registerRequestChecks(fastify);
  registerRecordAnswers(fastify);
  registerEnvelope(fastify);
  if (options.accessLog !== false) registerAccessLog(fastify, options.logger);
  app.setGlobalPrefix(API_PREFIX, { exclude: [...(options.outsidePrefix ?? [])] });
  app.useGlobalFilters(new DomainExceptionFilter(options.logger));
  app.useGlobalPipes(new RequestValidationPipe());
}
