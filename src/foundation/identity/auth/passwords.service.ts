import { Injectable } from '@nestjs/common';
import { NotFoundError, ValidationError } from '../../../kernel/errors.js';
import { AuditTrail } from '../../../platform/audit/audit-trail.js';
import { currentActor } from '../../../platform/context/request-context.js';
import { PasswordHasher, UsersService } from '../users/index.js';
import type { ChangePasswordDto } from './dto/change-password.dto.js';
import { LoginLimit } from './login-limit.js';
import { PasswordSetter } from './password-setter.js';

/** What people who are logged in may do with their password. */
@Injectable()
export class PasswordsService {
  constructor(
    private readonly users: UsersService,
    private readonly hasher: PasswordHasher,
    private readonly limit: LoginLimit,
    private readonly setter: PasswordSetter,
    private readonly audit: AuditTrail,
  ) {}

  /** Whoever knew the old password is logged out, but for this session. Guesses are limited as logins are. */
  async change({ currentPassword, newPassword }: ChangePasswordDto): Promise<void> {
    const { id: userId, sessionId } = currentActor();
    const user = await this.users.findById(userId);
    if (user === null) throw new NotFoundError('User');
    await this.limit.take(user.email);
    const subject = { resource: 'user', id: userId };
    if (!(await this.hasher.verify(user.passwordHash, currentPassword))) {
      await this.audit.recordRefusal({ action: 'password.refused', subject });
      throw new ValidationError([{ field: 'currentPassword', message: 'is wrong' }]);
    }
    await this.setter.set({ user, newPassword, keptSessionId: sessionId });
    await this.audit.record({ action: 'password.changed', subject });
  }
}
