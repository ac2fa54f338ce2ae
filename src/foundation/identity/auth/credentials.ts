import { Injectable } from '@nestjs/common';
import { PasswordHasher, UsersService } from '../users/index.js';
import { LoginLimit } from './login-limit.js';

/** Whether a name and a password belong together. */
@Injectable()
export class Credentials {
  constructor(
    private readonly users: UsersService,
    private readonly hasher: PasswordHasher,
    private readonly limit: LoginLimit,
  ) {}

  /** Takes as long for an unknown user as for a wrong password. @throws {RateLimitError} 429 */
  async check(name: string, password: string) {
    await this.limit.take(name);
    const user = await this.users.findByEmail(name);
    return { user, matches: await this.hasher.verify(user?.passwordHash ?? null, password) };
  }
}
