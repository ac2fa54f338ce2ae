import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { BadRequestError } from '../../kernel/errors.js';
import type { ErrorBody } from './error-body.js';
import { isApiUrl } from './api-path.js';

export interface Envelope {
  readonly success: boolean;
  readonly data: unknown;
  readonly error: ErrorBody['error'] | null;
  readonly meta: Readonly<Record<string, unknown>>;
}

/** A plain answer in the opt-in form; a list's items become the data, and its page facts go to `meta`. */
export function toEnvelope(payload: unknown): Envelope {
  if (typeof payload === 'object' && payload !== null && 'items' in payload && 'pageSize' in payload) {
    const { items, ...meta } = payload;
    return { success: true, data: items, error: null, meta };
  }
  return { success: true, data: payload, error: null, meta: {} };
}

export function toErrorEnvelope({ error, ...meta }: ErrorBody): Envelope {
  return { success: false, data: null, error, meta };
}

function takeQueryFlag(query: unknown): boolean {
  if (typeof query !== 'object' || query === null || !('envelope' in query)) return false;
  const { envelope } = query;
  delete query.envelope;
  if (envelope === 'true') return true;
  if (envelope === 'false') return false;
  throw new BadRequestError('The query parameter envelope must be true or false', {
    details: [{ field: 'envelope', message: 'must be true or false' }],
  });
}

function noteWish(request: FastifyRequest): void {
  if (request.headers['x-response-envelope'] === 'true') request.wantsEnvelope = true;
  if (takeQueryFlag(request.query)) request.wantsEnvelope = true;
}

/**
 * Answers `X-Response-Envelope: true` or `?envelope=true` with `{"success", "data", "error", "meta"}`. Only answers
 * given as objects are wrapped: streams, texts and answers without a body stay as they are.
 */
export function registerEnvelope(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, _reply, done) => {
    if (isApiUrl(request.url)) noteWish(request);
    done();
  });
  fastify.addHook(
    'preSerialization',
    (request: FastifyRequest, reply: FastifyReply, payload: unknown, done) => {
      done(null, request.wantsEnvelope && reply.statusCode < 400 ? toEnvelope(payload) : payload);
    },
  );
}
