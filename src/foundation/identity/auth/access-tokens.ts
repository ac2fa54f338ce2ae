import { createSecretKey, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { Clock } from '../../../kernel/clock.js';
import { newId } from '../../../kernel/identifiers.js';
import { SecurityConfig } from '../../../platform/config/security.config.js';
import type { AccessClaims } from './access-claims.js';
import { VerifiedTokens } from './verified-tokens.js';

/** A string key would be parsed as a public key on every verification; an object is parsed once. */
export function signingKey(config: SecurityConfig): KeyObject {
  return createSecretKey(Buffer.from(config.jwtSecret, 'utf8'));
}

@Injectable()
export class AccessTokens {
  constructor(
    private readonly jwt: JwtService,
    private readonly config: SecurityConfig,
    private readonly clock: Clock,
    private readonly verified: VerifiedTokens,
  ) {}

  get lifetimeSeconds(): number {
    return this.config.accessTokenSeconds;
  }

  sign(subject: { userId: string; tenantId: string; role: string; sessionId: string }): string {
    const now = Math.floor(this.clock.milliseconds() / 1_000);
    const claims: AccessClaims = {
      nameid: subject.userId,
      tenantid: subject.tenantId,
      role: subject.role,
      sid: subject.sessionId,
      jti: newId(),
      nbf: now,
      iat: now,
      exp: now + this.config.accessTokenSeconds,
    };
    const token = this.jwt.sign(claims);
    // Known from now on, so that a flood from its holder's address does not keep it from being looked at.
    this.verified.add(`Bearer ${token}`, claims);
    return token;
  }
}
