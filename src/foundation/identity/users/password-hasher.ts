import { Injectable } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';
import pLimit, { type LimitFunction } from 'p-limit';
import { UnavailableError } from '../../../kernel/errors.js';
import { LimitsConfig } from '../../../platform/config/limits.config.js';

/** argon2id with the parameters OWASP names for a server: 19 MiB, two passes, one lane. */
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** Of a random text that nobody knows: compared with when there is no user, so that the answer takes as long. */
const NOBODY = hash(crypto.randomUUID(), OPTIONS);

/** A few at once in a process, and a bounded queue: a flood of passwords must not take the processor from everybody. */
@Injectable()
export class PasswordHasher {
  private readonly gate: LimitFunction;
  private readonly longestQueue: number;

  constructor(limits: LimitsConfig) {
    this.gate = pLimit(limits.passwordsAtOnce);
    this.longestQueue = limits.passwordsWaiting;
  }

  /** @throws {UnavailableError} 503 when too many wait already */
  hash(password: string): Promise<string> {
    return this.admit(() => hash(password, OPTIONS));
  }

  /** Takes as long for an unknown user (null) as for a wrong password. @throws {UnavailableError} 503 */
  async verify(passwordHash: string | null, password: string): Promise<boolean> {
    const compared = passwordHash ?? (await NOBODY);
    return (await this.admit(() => verify(compared, password))) && passwordHash !== null;
  }

  private async admit<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.gate.pendingCount >= this.longestQueue)
      throw new UnavailableError('Too many passwords are being checked at the moment', 1);
    return this.gate(work);
  }
}
