import type { ErrorDetail } from '../../kernel/errors.js';
import type { ErrorAnswer } from './error-answer.js';

/** Every error on the wire. */
export interface ErrorBody {
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly details: readonly ErrorDetail[];
  };
  /** ISO 8601, UTC. */
  readonly timestamp: string;
  /** As it was asked for, without the query. */
  readonly path: string;
  readonly traceId: string;
}

export function toErrorBody(answer: ErrorAnswer, path: string, traceId: string): ErrorBody {
  const { code, message, details } = answer;
  return { error: { code, message, details }, timestamp: new Date().toISOString(), path, traceId };
}
