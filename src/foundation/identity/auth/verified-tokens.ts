import type { KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { AccessClaims } from './access-claims.js';

const CAPACITY = 10_000;
/** A text longer than any of our tokens is padded: it is verified each time instead of kept. */
const LONGEST = 2_048;

export interface VerifiedToken {
  readonly claims: AccessClaims;
  readonly kid: string;
  /** What its signature was verified with. */
  readonly verifyingKey: KeyObject;
}

/**
 * Tokens whose signature this process has made or verified. A signature stays true until the token expires, so it is
 * checked once; whether its key still verifies, and the session behind it still lives, is asked every time.
 */
@Injectable()
export class VerifiedTokens {
  private readonly tokens = new Map<string, VerifiedToken>();

  constructor(private readonly clock: Clock) {}

  find(token: string): VerifiedToken | undefined {
    const verified = this.tokens.get(token);
    if (verified === undefined || verified.claims.exp * 1_000 > this.clock.milliseconds()) return verified;
    this.tokens.delete(token);
    return undefined;
  }

  add(token: string, verified: VerifiedToken): void {
    if (token.length > LONGEST) return;
    if (this.tokens.size >= CAPACITY) this.tokens.clear();
    this.tokens.set(token, verified);
  }
}
