import { createSecretKey, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { errors, jwtVerify, SignJWT } from 'jose';
import { Clock } from '../../../kernel/clock.js';
import { AuthenticationError } from '../../../kernel/errors.js';
import { newId } from '../../../kernel/identifiers.js';
import { SecurityConfig } from '../../../platform/config/security.config.js';
import type { AccessClaims } from './access-claims.js';
import { VerifiedTokens } from './verified-tokens.js';

const ALGORITHM = 'HS256';

/** Makes and verifies access tokens. */
@Injectable()
export class AccessTokens {
  private readonly key: KeyObject;

  constructor(
    private readonly config: SecurityConfig,
    private readonly clock: Clock,
    private readonly verified: VerifiedTokens,
  ) {
    this.key = createSecretKey(Buffer.from(config.jwtSecret, 'utf8'));
  }

  get lifetimeSeconds(): number {
    return this.config.accessTokenSeconds;
  }

  sign(subject: { userId: string; tenantId: string; role: string; sessionId: string }): Promise<string> {
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
    return new SignJWT({ ...claims }).setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' }).sign(this.key);
  }

  /** @throws {AuthenticationError} for a token that is not ours, is altered, or is not valid now */
  async verify(token: string): Promise<AccessClaims> {
    const known = this.verified.find(token);
    if (known !== undefined) return known;
    const claims = await this.check(token);
    this.verified.add(token, claims);
    return claims;
  }

  private async check(token: string): Promise<AccessClaims> {
    try {
      const { payload } = await jwtVerify<AccessClaims>(token, this.key, {
        algorithms: [ALGORITHM],
        currentDate: this.clock.now(),
        requiredClaims: ['exp', 'nbf'],
      });
      return payload;
    } catch (error) {
      if (!(error instanceof errors.JOSEError)) throw error;
      throw new AuthenticationError('INVALID_TOKEN', 'A valid access token is required', { cause: error });
    }
  }
}
