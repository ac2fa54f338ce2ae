import { type DynamicModule, Global, Module } from '@nestjs/common';
import { LOGGER, type Logger } from './logger.js';

@Global()
@Module({})
export class LoggingModule {
  static register(logger: Logger): DynamicModule {
    const provider = { provide: LOGGER, useValue: logger };
    return { module: LoggingModule, providers: [provider], exports: [provider] };
  }
}
