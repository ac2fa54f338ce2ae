import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyServerOptions, RouteOptions } from 'fastify';
import type { Logger } from '../logging/logger.js';
import { isApiUrl, routedUrl } from './api-path.js';
import { answerClientError } from './client-error.js';
import { parseQueryString } from './query-string.js';
import { limitReceiving } from './receive-time-outs.js';
import { doesRoute } from './route-options.js';
import { contextOf } from './request-context-hooks.js';
import { sendError } from './send-error.js';

export interface FastifyAdapterOptions {
  readonly logger: Logger;
  /** Proxies that may name the caller's address: their count, their addresses, or whether any may. */
  readonly trustProxy: boolean | number | string;
  /** How long a request may take to arrive. Default 30 s. */
  readonly receiveTimeoutMs?: number;
  /** How long one with a file may take. Default 30 minutes. */
  readonly uploadTimeoutMs?: number;
  /**
   * How long a handler may take before the caller gets 504; default none, because it costs every request an abort
   * signal and every wait below (statement, connection, outbound call) is bounded already. A route may set its own.
   */
  readonly handlerTimeoutMs?: number;
}

/**
 * `@RouteConfig({ handlerTimeoutMs })` of `@nestjs/platform-fastify` gives a route its own time-out, for streams that
 * stay open (at most 2^31-1).
 */
declare module 'fastify' {
  interface FastifyContextConfig {
    handlerTimeoutMs?: number;
  }
}

const MEBIBYTE = 1024 * 1024;
const LARGE_BODY_ROUTE = /\/(bulk|import)$/;

function setRouteLimits(route: RouteOptions): void {
  if (LARGE_BODY_ROUTE.test(route.url)) route.bodyLimit = 10 * MEBIBYTE;
  // A range counts the bytes of the file itself, and most files are compressed already.
  if (doesRoute('file', route.config)) route.compress = false;
  const timeout = route.config?.handlerTimeoutMs;
  if (timeout !== undefined) route.handlerTimeout = timeout;
}

function serverOptions({ logger, trustProxy, ...options }: FastifyAdapterOptions): FastifyServerOptions {
  return {
    logger: false,
    trustProxy:
      typeof trustProxy === 'number' ? trustProxy > 0 && ((_address, hop) => hop < trustProxy) : trustProxy,
    bodyLimit: MEBIBYTE,
    handlerTimeout: options.handlerTimeoutMs ?? 0,
    return503OnClosing: false,
    rewriteUrl: (request) => routedUrl(request.url ?? '/'),
    routerOptions: { querystringParser: parseQueryString, maxParamLength: 500 },
    frameworkErrors: (error, request, reply) => sendError(error, request, reply, logger),
    clientErrorHandler: answerClientError,
  };
}

/** Fastify with the limits, time-outs, query parser and versioned paths of the API. */
export class ApiFastifyAdapter extends FastifyAdapter {
  constructor(options: FastifyAdapterOptions) {
    super(serverOptions(options));
    const fastify = this.getInstance<FastifyInstance>();
    fastify.addHook('onRoute', setRouteLimits);
    limitReceiving(fastify, {
      receiveMilliseconds: options.receiveTimeoutMs ?? 30_000,
      uploadMilliseconds: options.uploadTimeoutMs ?? 1_800_000,
    });
    // Nest's own hook slot runs before CORS, so even a preflight answer carries the request id.
    this.setOnRequestHook((request, reply, done) => {
      reply.header('X-Request-Id', contextOf(request).traceId);
      if (isApiUrl(request.url)) {
        const isAuth = request.url.startsWith('/api/auth/');
        reply.header('Cache-Control', isAuth ? 'no-store' : 'private, no-cache');
      }
      done();
    });
  }

  /** Nest would add parsers of its own; the API accepts JSON alone unless a room adds a type with `useBodyParser`. */
  override registerParserMiddleware(): void {
    return;
  }
}
