import { Injectable } from '@nestjs/common';
import { type PasswordHolder, PasswordPolicy } from '../../settings/index.js';
import { PasswordHasher } from './password-hasher.js';

/** Passwords that people choose: judged first, then hashed. */
@Injectable()
export class NewPasswords {
  constructor(
    private readonly policy: PasswordPolicy,
    private readonly hasher: PasswordHasher,
  ) {}

  /** @throws {ValidationError} 422 when the password is not good enough for one of the holder's tenants. */
  async hash(password: string, holder: PasswordHolder): Promise<string> {
    await this.policy.check(password, holder);
    return this.hasher.hash(password);
  }
}
