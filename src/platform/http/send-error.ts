import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from '../logging/logger.js';
import { pathOf } from './api-path.js';
import { toErrorEnvelope } from './envelope.js';
import { toErrorAnswer } from './error-answer.js';
import { toErrorBody } from './error-body.js';
import { contextOf } from './request-context-hooks.js';

/** Answers a request with an error in the contract's shape; logs the error when its text stays inside. */
export function sendError(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  logger: Logger,
): void {
  const { traceId, tenant } = contextOf(request);
  const answer = toErrorAnswer(error);
  if (answer.unexpected) {
    const route = `${request.method} ${request.routeOptions.url ?? pathOf(request.originalUrl)}`;
    logger.error({ traceId, tenantId: tenant?.id, route, error }, 'A request failed');
  }
  if (reply.sent || reply.raw.headersSent) {
    reply.raw.destroy();
    return;
  }
  reply.header('X-Request-Id', traceId);
  if (answer.status === 401) reply.header('WWW-Authenticate', 'Bearer');
  if (answer.retryAfterSeconds !== undefined)
    reply.header('Retry-After', String(Math.ceil(answer.retryAfterSeconds)));
  const body = toErrorBody(answer, pathOf(request.originalUrl), traceId);
  reply.removeHeader('etag');
  // What anybody may keep for a while is the answer, not a refusal that may be over in a second.
  if (String(reply.getHeader('cache-control')).startsWith('public'))
    reply.header('Cache-Control', 'no-store');
  reply.type('application/json; charset=utf-8');
  void reply.code(answer.status).send(request.wantsEnvelope ? toErrorEnvelope(body) : body);
}
