import type { LoggerService } from '@nestjs/common';
import type { Logger } from './logger.js';

/** Sources that list every module and route at each start. */
const CHATTY = new Set([
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestApplication',
]);

function lastText(parameters: readonly unknown[]): string | undefined {
  const last = parameters.at(-1);
  return typeof last === 'string' ? last : undefined;
}

/** Sends what Nest itself logs into the product's logger. Nest passes the name of the source as last parameter. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...parameters: unknown[]): void {
    const source = lastText(parameters);
    if (source !== undefined && CHATTY.has(source)) this.logger.debug({ source }, String(message));
    else this.logger.info({ source }, String(message));
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

  /** Nest passes an error itself, or its text with the stack before the source. */
  error(message: unknown, ...parameters: unknown[]): void {
    const source = lastText(parameters);
    // A start that fails: who started it tells the operator why.
    if (source === 'ExceptionHandler' && message instanceof Error)
      this.logger.debug({ source, error: message }, 'Start failed');
    else if (message instanceof Error) this.logger.error({ source, error: message }, 'An error was thrown');
    else this.logger.error({ source, stack: parameters.at(-2) }, String(message));
  }

  fatal(message: unknown, ...parameters: unknown[]): void {
    this.error(message, ...parameters);
  }
}
