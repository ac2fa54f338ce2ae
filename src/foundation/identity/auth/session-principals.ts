import { Injectable } from '@nestjs/common';
import { AuthenticationError } from '../../../kernel/errors.js';
import { isId } from '../../../kernel/identifiers.js';
import type { Actor } from '../../../platform/context/actor.js';
import type { Principal } from '../authenticator.js';
import { AccessTokens } from './access-tokens.js';
import { SessionsService } from './sessions.service.js';

/** From an access token to the person it speaks for: the token must hold, and the session behind it must still live. */
@Injectable()
export class SessionPrincipals {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly sessions: SessionsService,
  ) {}

  /** @throws {AuthenticationError} */
  async of(token: string): Promise<Principal> {
    const claims = await this.tokens.verify(token);
    const session = isId(claims.sid) ? await this.sessions.find(claims.sid) : undefined;
    if (session === undefined || session.userId !== claims.nameid || session.tenantId !== claims.tenantid) {
      throw new AuthenticationError('INVALID_TOKEN', 'The token is not valid any more');
    }
    const actor: Actor = { kind: 'user', id: session.userId, role: session.role, sessionId: claims.sid };
    return { actor, tenantId: session.tenantId };
  }
}
