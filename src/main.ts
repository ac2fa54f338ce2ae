import 'reflect-metadata';
import { pathToFileURL } from 'node:url';
import type { Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import { AppModule } from './app.module.js';
import { TenantMigrations } from './foundation/tenancy/tenants/index.js';
import { readConfiguration } from './platform/config/configuration.js';
import { type Environment, EnvironmentReader } from './platform/config/environment-reader.js';
import { HttpConfig } from './platform/config/http.config.js';
import { processEnvironment } from './platform/config/process-environment.js';
import { PRIMARY_CLUSTER } from './platform/database/cluster-directory.js';
import { TenantDatabases } from './platform/database/tenant-databases.js';
import { configureApplication, createFastifyAdapter } from './platform/http/fastify-application.js';
import { buildOpenApiDocument, serveSwaggerUi } from './platform/http/openapi.js';
import { OriginDirectory } from './platform/http/origin-directory.js';
import { OpenApiDocuments } from './platform/openapi/openapi-documents.js';
import { OUTSIDE_PREFIX } from './platform/http/outside-prefix.js';
import { Lifecycle } from './platform/lifecycle.js';
import { createLogger } from './platform/logging/logger.js';
import { NestLogger } from './platform/logging/nest-logger.js';
import { serveMailOutbox } from './platform/mail/development-outbox.js';
import { assertPortFree } from './platform/runtime/assert-port-free.js';
import { prepareEnvironment } from './platform/runtime/prepare-environment.js';
import { UncountedAnswers } from './platform/throttle/uncounted-answers.js';
import { runUntilSignal } from './platform/runtime/run-until-signal.js';
import { startFacts } from './platform/runtime/start-facts.js';
import { Metrics } from './platform/telemetry/metrics.js';
import { registerRequestMetrics } from './platform/telemetry/request-metrics.js';

export interface ServerOptions {
  /** Settings; default this process's environment and `.env`. */
  readonly environment?: Environment;
  /** Called with the application before it listens. */
  readonly prepare?: (app: NestFastifyApplication) => Promise<void> | void;
  /** Rooms besides the product's own. */
  readonly rooms?: readonly Type<unknown>[];
  /** OpenAPI document that was built before, of the same rooms; default a new one. */
  readonly document?: OpenAPIObject | undefined;
  /** Swagger UI under `/docs`; default true. */
  readonly docs?: boolean;
}

export interface RunningServer {
  readonly url: string;
  readonly app: NestFastifyApplication;
  /** How long `close` may take. */
  readonly shutdownMilliseconds: number;
  /** Ends what is in flight, then stops. */
  close(): Promise<void>;
}

/** Starts the HTTP server, with the workers in the same process unless `WORKERS=none`. */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const environment = options.environment ?? processEnvironment();
  const { port, host } = new HttpConfig(new EnvironmentReader(environment));
  await assertPortFree(port, host);
  const prepared = await prepareEnvironment(environment, () => undefined);
  try {
    const configuration = readConfiguration(prepared.environment);
    const { http, logging, queue } = configuration;
    const logger = createLogger({ level: logging.level });
    const app = await NestFactory.create<NestFastifyApplication>(
      AppModule.register(configuration, logger, options.rooms),
      createFastifyAdapter({ logger, trustProxy: http.trustedProxies }),
      { logger: new NestLogger(logger), abortOnError: false },
    );
    await configureApplication(app, {
      logger,
      corsOrigins: http.allowedOrigins,
      originDirectory: app.get(OriginDirectory),
      outsidePrefix: OUTSIDE_PREFIX,
    });
    const fastify = app.getHttpAdapter().getInstance();
    registerRequestMetrics(fastify, app.get(Metrics));
    app.get(UncountedAnswers).attach(fastify);
    const document = options.document ?? buildOpenApiDocument(app);
    app.get(OpenApiDocuments).publish(document);
    if (options.docs !== false) serveSwaggerUi(app, document);
    if (configuration.mail.showsOutbox) serveMailOutbox(app);
    await options.prepare?.(app);
    await app.get(TenantDatabases).prepareTemplate(PRIMARY_CLUSTER);
    await app.listen(port, host);
    if (queue.workers === 'inline') app.get(Lifecycle).startWorkers();
    const url = (await app.getUrl()).replace('[::1]', 'localhost');
    logger.info({ url, workers: queue.workers, ...startFacts(configuration) }, 'Listening');
    if (configuration.database.migrateOnStart) {
      app
        .get(TenantMigrations)
        .migrateAll()
        .catch((error: unknown) => {
          logger.error({ err: error }, 'The tenants could not be migrated');
        });
    }
    const close = async (): Promise<void> => {
      await app.close();
      await prepared.close();
    };
    return { url, app, shutdownMilliseconds: http.shutdownMilliseconds, close };
  } catch (error) {
    await prepared.close();
    throw error;
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await runUntilSignal(() => startServer());
}
