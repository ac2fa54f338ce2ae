import { pino } from 'pino';
import type { DestinationStream } from 'pino';
import { findContext } from '../context/request-context.js';
import { describeError } from './describe-error.js';

/** Facts beside the message, as JSON members. An error goes under `error`. */
export type LogFields = Readonly<Record<string, unknown>>;

/** What code that logs may do. A line carries `traceId` and `tenantId` of the current context by itself. */
export interface Logger {
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
}

/** Injects the process's logger. */
export const LOGGER = Symbol('logger');

export type LogLevel = 'silent' | 'fatal' | 'error' | 'warn' | 'info' | 'debug';

export interface LoggerOptions {
  readonly level: LogLevel;
  /** Where the lines go; standard output by default. */
  readonly destination?: DestinationStream;
}

const SECRET_FIELDS = [
  'authorization',
  'cookie',
  'password',
  'token',
  'secret',
  'refreshToken',
  'accessToken',
  'apiKey',
  'csrfToken',
  '["set-cookie"]',
  '["x-api-key"]',
  '["x-csrf-token"]',
];

/** Paths for pino's redaction: the field itself, and one and two objects down. */
function redactedPaths(): string[] {
  return SECRET_FIELDS.flatMap((field) => {
    const member = field.startsWith('[') ? field : `.${field}`;
    return [field, `*${member}`, `*.*${member}`];
  });
}

function contextFields(): Record<string, string> {
  const context = findContext();
  if (context === undefined) return {};
  const { traceId, tenant } = context;
  return tenant === undefined ? { traceId } : { traceId, tenantId: tenant.id };
}

/** A pino logger: one JSON object a line, secrets replaced by `[redacted]`, errors without the data they met. */
export function createLogger({ level, destination }: LoggerOptions): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    mixin: contextFields,
    serializers: { error: (error: unknown) => describeError(error) },
    redact: { paths: redactedPaths(), censor: '[redacted]' },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}
