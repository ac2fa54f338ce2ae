import type { FastifyInstance, FastifyRequest } from 'fastify';
import { answerClientError } from './client-error.js';
import { doesRoute } from './route-options.js';

interface ReceiveTimes {
  readonly receiveMilliseconds: number;
  readonly uploadMilliseconds: number;
}

/**
 * How long a request may take to arrive: one with a file longer than any other. The server knows one time alone, which is
 * that of files; for all others a clock of their own runs while their body arrives.
 */
export function limitReceiving(
  fastify: FastifyInstance,
  { receiveMilliseconds, uploadMilliseconds }: ReceiveTimes,
): void {
  fastify.server.requestTimeout = uploadMilliseconds;
  fastify.server.headersTimeout = receiveMilliseconds;
  fastify.addHook('onRequest', (request, _reply, done) => {
    if (hasBody(request) && !doesRoute('upload', request.routeOptions.config))
      watch(request, receiveMilliseconds);
    done();
  });
}

function hasBody({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function watch({ raw }: FastifyRequest, milliseconds: number): void {
  const timer = setTimeout(() => {
    answerClientError(Object.assign(new Error('Too slow'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' }), raw.socket);
  }, milliseconds);
  timer.unref();
  const stop = () => clearTimeout(timer);
  raw.once('end', stop).once('close', stop);
}
