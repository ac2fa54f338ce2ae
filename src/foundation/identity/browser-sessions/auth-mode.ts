import type { FastifyRequest } from 'fastify';
import { BadRequestError } from '../../../kernel/errors.js';

/** A header and not a field: a page of another origin can send a body, but no header of this name. */
export const AUTH_MODE_HEADER = 'X-Auth-Mode';
export const AUTH_MODES = ['bearer', 'cookie'] as const;

/**
 * Whether the client wants its tokens as cookies; by default they stand in the body.
 * @throws {BadRequestError} 400 for a mode that does not exist
 */
export function asksForCookies(request: FastifyRequest): boolean {
  const mode = request.headers['x-auth-mode'];
  if (mode === undefined || mode === 'bearer') return false;
  if (mode === 'cookie') return true;
  const message = `must be ${AUTH_MODES.join(' or ')}`;
  throw new BadRequestError(`${AUTH_MODE_HEADER} ${message}`, {
    details: [{ field: AUTH_MODE_HEADER, message }],
  });
}
