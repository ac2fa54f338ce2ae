import type { OpenAPIObject } from '@nestjs/swagger';
import { ERROR_DETAILS } from './error-details.schema.js';

type Schema = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];
type Responses = NonNullable<NonNullable<OpenAPIObject['paths'][string]['get']>['responses']>;
type Response = NonNullable<NonNullable<OpenAPIObject['components']>['responses']>[string];

/** The body of every error, as a schema. */
export const ERROR_SCHEMA: Schema = {
  type: 'object',
  additionalProperties: false,
  required: ['error', 'timestamp', 'path', 'traceId'],
  properties: {
    error: {
      type: 'object',
      additionalProperties: false,
      required: ['code', 'message', 'details'],
      properties: {
        code: { type: 'string', description: 'Stable and machine-readable', example: 'VALIDATION_ERROR' },
        message: { type: 'string', description: 'For people; may change' },
        details: ERROR_DETAILS,
      },
    },
    timestamp: { type: 'string', format: 'date-time' },
    path: { type: 'string' },
    traceId: { type: 'string', pattern: '^[0-9a-f]{32}$' },
  },
};

const ON_EVERY_OPERATION: Readonly<Record<string, string>> = {
  '400': 'The request or a query parameter cannot be understood',
  '401': 'Authentication is missing or not valid',
  '403': 'The caller may not do this',
  '404': 'There is no such record, or it belongs to someone else',
  '410': 'What the request goes by was used, withdrawn or has expired, or the record has been erased',
  '429': 'Too many requests; see Retry-After',
  '500': 'A fault of the server, logged under the trace id',
  '503': 'Not available right now; see Retry-After',
  '504': 'The request took too long and was given up',
};

const ON_WRITES: Readonly<Record<string, string>> = {
  '409': 'The record conflicts with another one, or the same request is still running',
  '412': 'The record has changed since it was read',
  '413': 'The body is larger than allowed',
  '415': 'The body is no JSON',
  '422': 'The body says something that is not allowed',
};

function errorResponse(description: string): Response {
  return { description, content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } } };
}

/** The error answers that any operation with this method may give. */
export function defaultErrorResponses(method: string): Responses {
  const texts = method === 'get' ? ON_EVERY_OPERATION : { ...ON_EVERY_OPERATION, ...ON_WRITES };
  return Object.fromEntries(Object.entries(texts).map(([status, text]) => [status, errorResponse(text)]));
}
