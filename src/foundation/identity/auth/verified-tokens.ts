import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { AccessClaims } from './access-claims.js';

const CAPACITY = 10_000;
/** A header longer than any of our tokens is padded: it is verified each time instead of kept. */
const LONGEST = 2_048;

/**
 * Tokens whose signature this process has made or verified. A signature stays true until the token expires, so it is checked
 * once; whether the session behind it still lives is asked every time.
 */
@Injectable()
export class VerifiedTokens {
  private readonly claims = new Map<string, AccessClaims>();

  constructor(private readonly clock: Clock) {}

  find(token: string): AccessClaims | undefined {
    const claims = this.claims.get(token);
    if (claims === undefined || claims.exp * 1_000 > this.clock.milliseconds()) return claims;
    this.claims.delete(token);
    return undefined;
  }

  add(token: string, claims: AccessClaims): void {
    if (token.length > LONGEST) return;
    if (this.claims.size >= CAPACITY) this.claims.clear();
    this.claims.set(token, claims);
  }
}
