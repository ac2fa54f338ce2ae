import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';
import { readConfiguration } from './platform/config/configuration.js';
import { processEnvironment } from './platform/config/process-environment.js';
import { Lifecycle } from './platform/lifecycle.js';
import { createLogger } from './platform/logging/logger.js';
import { NestLogger } from './platform/logging/nest-logger.js';
import { prepareEnvironment } from './platform/runtime/prepare-environment.js';
import { runUntilSignal } from './platform/runtime/run-until-signal.js';
import { startFacts } from './platform/runtime/start-facts.js';

/** The queue process: the same rooms without an HTTP server. */
await runUntilSignal(async () => {
  const prepared = await prepareEnvironment(processEnvironment(), () => undefined);
  try {
    const configuration = readConfiguration(prepared.environment);
    const logger = createLogger({ level: configuration.logging.level });
    const app = await NestFactory.createApplicationContext(AppModule.register(configuration, logger), {
      logger: new NestLogger(logger),
      abortOnError: false,
    });
    app.get(Lifecycle).startWorkers();
    logger.info(startFacts(configuration), 'Worker started');
    return {
      shutdownMilliseconds: configuration.http.shutdownMilliseconds,
      close: async () => {
        await app.close();
        await prepared.close();
      },
    };
  } catch (error) {
    await prepared.close();
    throw error;
  }
});
