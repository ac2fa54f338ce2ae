import { DomainError } from '../../kernel/errors.js';
import { ConfigurationError } from '../config/configuration-error.js';

/** Plain lines for the operator of a process that could not do its work: the fault is nearly always a setting. */
export function explainFailure(error: unknown): string {
  if (error instanceof ConfigurationError) return `Refusing to start:\n${error.message}`;
  // A host with several addresses fails with one error for each, and no message of its own.
  if (error instanceof AggregateError && error.message === '') {
    return error.errors.map((one) => explainFailure(one)).join('\n');
  }
  if (error instanceof DomainError) {
    return [error.message, ...error.details.map(({ field, message }) => `${field}: ${message}`)].join('\n');
  }
  return error instanceof Error ? error.message : String(error);
}
