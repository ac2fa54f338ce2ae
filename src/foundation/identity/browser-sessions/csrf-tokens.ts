import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { currentActor } from '../../../platform/context/request-context.js';
import { SecurityConfig } from '../../../platform/config/security.config.js';
import { constantTimeEqual } from '../../../platform/crypto/index.js';
import { PermissionDeniedError } from '../../../kernel/errors.js';
import { CsrfTokenError } from './browser-session.errors.js';
import type { CsrfTokenDto } from './dto/csrf-token.dto.js';

/** Proof that a request was made by code that may read our answers. It is of one session, and lasts as long. */
@Injectable()
export class CsrfTokens {
  constructor(private readonly config: SecurityConfig) {}

  /** The token of the caller's session. */
  current(): CsrfTokenDto {
    const { sessionId } = currentActor();
    if (sessionId === undefined) throw new PermissionDeniedError('An API key needs no such token');
    return { csrfToken: this.of(sessionId) };
  }

  of(sessionId: string): string {
    return createHmac('sha256', this.config.jwtSecret).update(`csrf\n${sessionId}`).digest('base64url');
  }

  /** @throws {CsrfTokenError} 403 */
  check(request: FastifyRequest, sessionId: string): void {
    const given = request.headers['x-csrf-token'];
    if (typeof given !== 'string' || !constantTimeEqual(given, this.of(sessionId)))
      throw new CsrfTokenError();
  }
}
