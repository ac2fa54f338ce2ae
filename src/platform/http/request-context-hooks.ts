import type { FastifyInstance, FastifyRequest } from 'fastify';
import { runInContext } from '../context/request-context.js';
import type { RequestContext } from '../context/request-context.js';
import { newTraceId, traceIdOf } from './trace-parent.js';

declare module 'fastify' {
  interface FastifyRequest {
    requestContext: RequestContext | null;
    /** The caller asked for `{"success", "data", "error", "meta"}`. */
    wantsEnvelope: boolean;
    /** The body as it came, for signatures over it; only when there was one. */
    rawBody?: Buffer;
  }
}

function newContext(request: FastifyRequest): RequestContext {
  const { traceparent } = request.headers;
  if (typeof traceparent === 'string') {
    const traceId = traceIdOf(traceparent);
    if (traceId !== undefined) return { traceId, traceParent: traceparent, address: request.ip };
  }
  return { traceId: newTraceId(), address: request.ip };
}

/** The context of a request; made on first use, so that it exists even for requests that fail before any hook. */
export function contextOf(request: FastifyRequest): RequestContext {
  request.requestContext ??= newContext(request);
  return request.requestContext;
}

/**
 * Lets hooks, guards and handlers run inside the request's context. It is entered after the body was parsed, because
 * a context entered before does not survive the events of the body's stream on every path.
 */
export function registerRequestContext(fastify: FastifyInstance): void {
  fastify.decorateRequest('requestContext', null);
  fastify.decorateRequest('wantsEnvelope', false);
  fastify.addHook('preValidation', (request, _reply, done) => {
    runInContext(contextOf(request), done);
  });
}
