import type { FastifyInstance } from 'fastify';
import type { Metrics } from './metrics.js';

/** Measures every answered request. Call it before the routes are made. */
export function registerRequestMetrics(fastify: FastifyInstance, metrics: Metrics): void {
  fastify.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown';
    metrics.observeRequest(request.method, route, reply.statusCode, reply.elapsedTime);
    done();
  });
}
