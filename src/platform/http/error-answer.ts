import { HttpException } from '@nestjs/common';
import type { ErrorDetail } from '../../kernel/errors.js';
import { DomainError } from '../../kernel/errors.js';
import { translateDatabaseError } from '../database/database-errors.js';

/**
 * What the caller is told of an error. `unexpected` ones are logged, because their own text stays inside: faults of the
 * product, and what made it unavailable.
 */
export interface ErrorAnswer {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly details: readonly ErrorDetail[];
  readonly retryAfterSeconds?: number | undefined;
  readonly unexpected: boolean;
}

const BY_STATUS: Readonly<Record<number, readonly [code: string, message: string]>> = {
  400: ['BAD_REQUEST', 'The request cannot be understood'],
  401: ['INVALID_TOKEN', 'Authentication is required'],
  403: ['PERMISSION_DENIED', 'You do not have permission to do this'],
  404: ['NOT_FOUND', 'There is nothing at this address'],
  405: ['METHOD_NOT_ALLOWED', 'This method is not allowed here'],
  406: ['NOT_ACCEPTABLE', 'No representation fits the Accept header'],
  408: ['REQUEST_TIMEOUT', 'The request did not arrive in time'],
  409: ['CONFLICT', 'The request conflicts with the current state'],
  410: ['GONE', 'This is no longer available'],
  412: ['PRECONDITION_FAILED', 'A precondition does not hold'],
  413: ['PAYLOAD_TOO_LARGE', 'The body is larger than allowed'],
  414: ['URI_TOO_LONG', 'The address is longer than allowed'],
  415: ['UNSUPPORTED_MEDIA_TYPE', 'Send the body as application/json'],
  416: ['RANGE_NOT_SATISFIABLE', 'There are no such bytes'],
  422: ['VALIDATION_ERROR', 'The request is not valid'],
  429: ['RATE_LIMIT_EXCEEDED', 'Too many requests'],
  431: ['HEADERS_TOO_LARGE', 'The headers are larger than allowed'],
  501: ['NOT_IMPLEMENTED', 'This is not supported'],
  503: ['SERVICE_UNAVAILABLE', 'The service is not available right now'],
  504: ['REQUEST_TIMED_OUT', 'The request took too long and was given up'],
};

const HANDLER_TIMEOUT = 'FST_ERR_HANDLER_TIMEOUT';

/** The answer for a bare status. A status that the contract does not know becomes 500, or 400 among the 4xx. */
export function answerForStatus(status: number, unexpected = false): ErrorAnswer {
  const known = BY_STATUS[status];
  if (known !== undefined) return { status, code: known[0], message: known[1], details: [], unexpected };
  if (status >= 400 && status < 500) return answerForStatus(400, unexpected);
  return { status: 500, code: 'INTERNAL_ERROR', message: 'Internal server error', details: [], unexpected };
}

function propertyOf(error: unknown, name: string): unknown {
  return typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
}

function fromFramework(error: Error): ErrorAnswer {
  if (propertyOf(error, 'code') === HANDLER_TIMEOUT) return answerForStatus(504, true);
  const status = propertyOf(error, 'statusCode');
  const isCallersFault = typeof status === 'number' && status >= 400 && status < 500;
  return isCallersFault ? answerForStatus(status) : answerForStatus(500, true);
}

function fromHttpException(error: HttpException): ErrorAnswer {
  if (error.cause instanceof DomainError) return toErrorAnswer(error.cause);
  const status = error.getStatus();
  return answerForStatus(status, status >= 500);
}

/** Turns anything thrown into what the caller is told. */
export function toErrorAnswer(error: unknown): ErrorAnswer {
  if (error instanceof DomainError) {
    const { status, code, message, details, retryAfterSeconds } = error;
    const unexpected = status >= 500 && (status !== 503 || error.cause !== undefined);
    return { status, code, message, details, retryAfterSeconds, unexpected };
  }
  if (error instanceof HttpException) return fromHttpException(error);
  const code = propertyOf(error, 'code');
  if (error instanceof Error && typeof code === 'string' && code.startsWith('FST_'))
    return fromFramework(error);
  const translated = translateDatabaseError(error);
  return translated instanceof DomainError ? toErrorAnswer(translated) : answerForStatus(500, true);
}
