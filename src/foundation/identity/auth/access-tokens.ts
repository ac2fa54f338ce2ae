import { createSecretKey, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { Clock } from '../../../kernel/clock.js';
import { newId } from '../../../kernel/identifiers.js';
import { SecurityConfig } from '../../../platform/config/security.config.js';

/** The claims of an access token, named as integrators know them. */
export interface AccessClaims {
  /** User id. */
  readonly nameid: string;
  readonly tenantid: string;
  readonly role: string;
  /** Session id. */
  readonly sid: string;
  readonly jti: string;
  readonly nbf: number;
  readonly iat: number;
  readonly exp: number;
}

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
  ) {}

  /** @param accessTokenSeconds how long it lives; default what the installation says. */
  sign(subject: {
    userId: string;
    tenantId: string;
    role: string;
    sessionId: string;
    accessTokenSeconds?: number;
  }): string {
    const now = Math.floor(this.clock.milliseconds() / 1_000);
    const claims: AccessClaims = {
      nameid: subject.userId,
      tenantid: subject.tenantId,
      role: subject.role,
      sid: subject.sessionId,
      jti: newId(),
      nbf: now,
      iat: now,
      exp: now + (subject.accessTokenSeconds ?? this.config.accessTokenSeconds),
    };
    return this.jwt.sign(claims);
  }
}
