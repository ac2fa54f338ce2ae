import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../platform/context/actor.js';

/** Whom a credential speaks for. */
export interface Principal {
  readonly actor: Actor;
  readonly tenantId: string;
}

/** One kind of credential. The authentication guard asks its list in order: the first that matches decides. */
export interface Authenticator {
  /** Whether the request carries a credential of this kind, good or bad. */
  matches(request: FastifyRequest): boolean;

  /**
   * Whom the credential speaks for. Also the place for what its kind alone demands of a request.
   * @throws {AuthenticationError} 401 for a credential that is not, or not any more, good
   */
  identify(request: FastifyRequest): Promise<Principal>;

  /**
   * What can be checked in the tenant only, whose context it runs in.
   * @throws {AuthenticationError} 401 · {PermissionDeniedError} 403
   */
  admit?(principal: Principal): Promise<void>;
}
