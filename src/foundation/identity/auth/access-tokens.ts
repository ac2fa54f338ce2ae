import { Injectable } from '@nestjs/common';
import { errors, jwtVerify, SignJWT } from 'jose';
import { Clock } from '../../../kernel/clock.js';
import { AuthenticationError } from '../../../kernel/errors.js';
import { newId } from '../../../kernel/identifiers.js';
import { SecurityConfig } from '../../../platform/config/security.config.js';
import { findContext } from '../../../platform/context/request-context.js';
import { AddressLimit } from '../../../platform/throttle/address-limit.js';
import type { AccessClaims } from './access-claims.js';
import { type SigningKey, SigningKeys } from '../signing-keys/index.js';
import { type VerifiedToken, VerifiedTokens } from './verified-tokens.js';

/** By how many seconds the clock of the machine that made a token may be ahead. */
const SKEW_SECONDS = 5;

/** What a token's header says, believed in nothing yet. */
interface TokenHeader {
  readonly alg?: unknown;
  readonly kid?: unknown;
}

/** Makes and verifies access tokens. */
@Injectable()
export class AccessTokens {
  constructor(
    private readonly keys: SigningKeys,
    private readonly config: SecurityConfig,
    private readonly clock: Clock,
    private readonly verified: VerifiedTokens,
    private readonly addresses: AddressLimit,
  ) {}

  /** @param accessTokenSeconds how long it lives; default what the installation says. */
  async sign(subject: {
    userId: string;
    tenantId: string;
    role: string;
    sessionId: string;
    accessTokenSeconds?: number;
  }): Promise<string> {
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
    const { kid, algorithm, privateKey, verifyingKey } = await this.keys.current();
    const token = await new SignJWT({ ...claims })
      .setProtectedHeader({ alg: algorithm, typ: 'JWT', kid })
      .sign(privateKey);
    // Known from now on, so that a flood from its holder's address does not keep it from being looked at.
    this.verified.add(token, { claims, kid, verifyingKey });
    return token;
  }

  /**
   * @throws {AuthenticationError} for a token that is not ours, is altered, or is not valid now · {RateLimitError}
   * for an unknown one from an address that floods
   */
  async verify(token: string): Promise<AccessClaims> {
    const known = this.verified.find(token);
    // A key may end before the tokens that it signed.
    if (known !== undefined && (await this.keys.find(known.kid))?.verifyingKey === known.verifyingKey) {
      return known.claims;
    }
    this.addresses.refuseFlood(findContext()?.address);
    const verified = await this.check(token);
    this.verified.add(token, verified);
    return verified.claims;
  }

  private async check(token: string): Promise<VerifiedToken> {
    try {
      const { payload, protectedHeader } = await jwtVerify<AccessClaims>(
        token,
        async (header) => (await this.keyFor(header)).verifyingKey,
        { currentDate: this.clock.now(), clockTolerance: SKEW_SECONDS, requiredClaims: ['exp', 'nbf'] },
      );
      // The tolerance is for the beginning: a token does not live longer than it says.
      if (payload.exp * 1_000 <= this.clock.milliseconds()) throw invalidToken();
      const { kid, verifyingKey } = await this.keyFor(protectedHeader);
      return { claims: payload, kid, verifyingKey };
    } catch (error) {
      throw error instanceof errors.JOSEError ? invalidToken(error) : error;
    }
  }

  /** The key decides the algorithm; the token only names both. */
  private async keyFor({ kid, alg }: TokenHeader): Promise<SigningKey> {
    const key = kid === undefined || typeof kid === 'string' ? await this.keys.find(kid) : undefined;
    if (key === undefined || key.algorithm !== alg) throw invalidToken();
    return key;
  }
}

function invalidToken(cause?: Error): AuthenticationError {
  return new AuthenticationError('INVALID_TOKEN', 'A valid access token is required', { cause });
}
