import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { ExtractJwt, Strategy } from 'passport-jwt';
import { AuthenticationError } from '../../../kernel/errors.js';
import { isId } from '../../../kernel/identifiers.js';
import { SecurityConfig } from '../../../platform/config/security.config.js';
import { type AuditFact, AuditTrail } from '../../../platform/audit/audit-trail.js';
import type { Actor } from '../../../platform/context/actor.js';
import { type AccessClaims, signingKey } from './access-tokens.js';
import { SessionsService } from './sessions.service.js';

/** Whom a valid token speaks for. */
export interface Principal {
  readonly actor: Actor;
  readonly tenantId: string;
  readonly claims: AccessClaims;
}

/** passport-jwt: signature, time and claims; then the session behind the token must still live. */
@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy, 'jwt') {
  constructor(
    config: SecurityConfig,
    private readonly sessions: SessionsService,
    private readonly audit: AuditTrail,
  ) {
    const options = {
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      secretOrKey: '',
      algorithms: ['HS256' as const],
    };
    // The typings of passport-jwt know no KeyObject; jsonwebtoken below it does.
    Reflect.set(options, 'secretOrKey', signingKey(config));
    super(options);
  }

  async validate(claims: AccessClaims): Promise<Principal> {
    const session = isId(claims.sid) ? await this.sessions.find(claims.sid) : undefined;
    if (session === undefined || session.userId !== claims.nameid || session.tenantId !== claims.tenantid) {
      await this.audit.recordRefusal(() => refusalOf(claims));
      throw new AuthenticationError('INVALID_TOKEN', 'The token is not valid any more');
    }
    const actor: Actor = { kind: 'user', id: session.userId, role: session.role, sessionId: claims.sid };
    return { actor, tenantId: session.tenantId, claims };
  }
}

/** The signature holds, so the token was ours: somebody goes on with a login that has ended. */
async function refusalOf({ nameid, tenantid, sid }: AccessClaims): Promise<AuditFact> {
  const session = { resource: 'session', id: sid };
  const actor = { kind: 'user', id: nameid, sessionId: sid } as const;
  return { action: 'token.refused', subject: session, actor, tenantId: tenantid };
}
