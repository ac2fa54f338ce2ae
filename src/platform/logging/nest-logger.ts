import type { LoggerService } from '@nestjs/common';
import type { Logger } from './logger.js';

function lastText(parameters: readonly unknown[]): string | undefined {
  const last = parameters.at(-1);
  return typeof last === 'string' ? last : undefined;
}

/** Sends what Nest itself logs into the product's logger. Nest passes the name of the source as last parameter. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...parameters: unknown[]): void {
    this.logger.info({ source: lastText(parameters) }, String(message));
  }

  warn(message: unknown, ...parameters: unknown[]): void {
    this.logger.warn({ source: lastText(parameters) }, String(message));
  }

  debug(message: unknown, ...parameters: unknown[]): void {
    this.logger.debug({ source: lastText(parameters) }, String(message));
  }

  verbose(message: unknown, ...parameters: unknown[]): void {
    this.debug(message, ...parameters);
  }

  error(message: unknown, ...parameters: unknown[]): void {
    const source = lastText(parameters);
    if (message instanceof Error) this.logger.error({ source, error: message }, message.message);
    else this.logger.error({ source, stack: parameters[0] }, String(message));
  }

  fatal(message: unknown, ...parameters: unknown[]): void {
    this.error(message, ...parameters);
  }
}
