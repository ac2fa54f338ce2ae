import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '../../kernel/errors.js';
import { doesRoute } from './route-options.js';
import { parseJsonBody } from './json-body.js';
import { TABLE_TYPES } from './table-types.js';

const JSON_SUFFIX = /^application\/[\w.-]+\+json(?:;|$)/;

function parseJson(
  request: FastifyRequest,
  body: Buffer,
  done: (error: Error | null, body?: unknown) => void,
): void {
  let value: unknown;
  try {
    value = parseJsonBody(body);
  } catch (error) {
    done(error instanceof Error ? error : new TypeError(String(error)));
    return;
  }
  if (body.length > 0) request.rawBody = body;
  done(null, value);
}

/** A browser sends text/plain across origins without a preflight, so no cookie may authenticate it. */
function parseText(
  request: FastifyRequest,
  body: Buffer,
  done: (error: Error | null, body?: unknown) => void,
): void {
  if (request.headers.cookie === undefined) parseJson(request, body, done);
  else done(new DomainError(415, 'UNSUPPORTED_MEDIA_TYPE', 'Send the body as application/json'));
}

/** JSON under its own names and, for clients that name no type, as text/plain. Empty bodies are accepted. */
export function registerBodyParsers(adapter: FastifyAdapter): void {
  const fastify = adapter.getInstance();
  fastify.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, parseJson);
  fastify.addContentTypeParser<Buffer>(JSON_SUFFIX, { parseAs: 'buffer' }, parseJson);
  // Whoever takes an upload reads its stream; to anybody else this is no type that they know.
  for (const [types, what] of [
    [['multipart/form-data'], 'upload'],
    // Any other too: it tells which ones it takes.
    [[...TABLE_TYPES, '*'], 'table'],
  ] as const) {
    fastify.addContentTypeParser([...types], (request, _body, done) => {
      if (doesRoute(what, request.routeOptions.config)) done(null);
      else done(new DomainError(415, 'UNSUPPORTED_MEDIA_TYPE', 'Send the body as application/json'));
    });
  }
  fastify.addContentTypeParser<Buffer>('text/plain', { parseAs: 'buffer' }, parseText);
}
