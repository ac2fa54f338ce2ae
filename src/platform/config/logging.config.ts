import type { EnvironmentReader } from './environment-reader.js';

const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const;

export class LoggingConfig {
  readonly level: (typeof LEVELS)[number];

  constructor(reader: EnvironmentReader) {
    this.level = reader.oneOf('LOG_LEVEL', LEVELS, 'info');
  }
}
