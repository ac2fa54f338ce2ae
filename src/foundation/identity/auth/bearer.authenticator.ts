import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Authenticator, Principal } from '../authenticator.js';
import { SessionPrincipals } from './session-principals.js';

const SCHEME = /^Bearer +/i;

/** An access token in `Authorization: Bearer`. */
@Injectable()
export class BearerAuthenticator implements Authenticator {
  constructor(private readonly principals: SessionPrincipals) {}

  matches(request: FastifyRequest): boolean {
    return SCHEME.test(request.headers.authorization ?? '');
  }

  identify(request: FastifyRequest): Promise<Principal> {
    return this.principals.of((request.headers.authorization ?? '').replace(SCHEME, ''));
  }
}
