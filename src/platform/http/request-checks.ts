import type { FastifyInstance, FastifyRequest } from 'fastify';
import { BadRequestError, DomainError } from '../../kernel/errors.js';
import { isApiUrl, unsupportedVersion } from './api-path.js';
import { MalformedQuery } from './query-string.js';

function checkRequest(request: FastifyRequest): void {
  const { url, headers, query } = request;
  if (url.includes('%00')) throw new BadRequestError('The address must not contain NUL characters');
  if (query instanceof MalformedQuery) throw new BadRequestError(query.message);
  if (!isApiUrl(url)) return;
  const version = unsupportedVersion({ url, header: headers['x-api-version'], accept: headers.accept });
  if (version !== undefined) {
    throw new DomainError(404, 'UNSUPPORTED_VERSION', `There is no version ${version} of this API`);
  }
}

/** Rejects what can be seen from the request line and headers alone, before a body is read. */
export function registerRequestChecks(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, _reply, done) => {
    checkRequest(request);
    done();
  });
}
