import type { FastifyInstance } from 'fastify';
import type { Logger } from '../logging/logger.js';
import { contextOf } from './request-context-hooks.js';

/** One line per answered request: never bodies, query values or the path with its ids. */
export function registerAccessLog(fastify: FastifyInstance, logger: Logger): void {
  fastify.addHook('onResponse', (request, reply, done) => {
    const { traceId, tenant } = contextOf(request);
    const fields = {
      method: request.method,
      route: request.routeOptions.url ?? 'unknown',
      status: reply.statusCode,
      durationMs: Math.round(reply.elapsedTime * 10) / 10,
      traceId,
      tenantId: tenant?.id,
    };
    logger.info(fields, 'request');
    done();
  });
}
