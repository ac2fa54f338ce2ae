import { Injectable } from '@nestjs/common';
import { ValidationError } from '../../../kernel/errors.js';
import { PasswordHasher } from './password-hasher.js';

const SHORTEST = 8;
const LONGEST = 200;

/** Passwords that people choose: judged first, then hashed. */
@Injectable()
export class NewPasswords {
  constructor(private readonly hasher: PasswordHasher) {}

  /** @param field of the request, to be named. @throws {ValidationError} when the password is not good enough. */
  async hash(password: string, field: string): Promise<string> {
    await this.assertAcceptable(password, field);
    return this.hasher.hash(password);
  }

  /** The one place that says whether a password is good enough. */
  private async assertAcceptable(password: string, field: string): Promise<void> {
    if (password.length >= SHORTEST && password.length <= LONGEST) return;
    const message = `must be a text of ${SHORTEST} to ${LONGEST} characters`;
    throw new ValidationError([{ field, message }]);
  }
}
