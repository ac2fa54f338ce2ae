import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../../../platform/audit/audit-trail.js';
import { BackgroundWork } from '../../../platform/runtime/background-work.js';
import { UsersService } from '../users/index.js';
import { PasswordResetInvalidError } from './auth.errors.js';
import type { ForgotPasswordDto } from './dto/forgot-password.dto.js';
import type { ResetPasswordDto } from './dto/reset-password.dto.js';
import { PasswordResetLimit } from './password-reset-limit.js';
import { PasswordResetLinks } from './password-reset-links.js';
import { PasswordSetter } from './password-setter.js';

/** What people who forgot their password may do. */
@Injectable()
export class PasswordResetsService {
  constructor(
    private readonly users: UsersService,
    private readonly links: PasswordResetLinks,
    private readonly limit: PasswordResetLimit,
    private readonly setter: PasswordSetter,
    private readonly audit: AuditTrail,
    private readonly background: BackgroundWork,
  ) {}

  /** Answers before it looks: neither the answer nor its time tells whether there is such an account. */
  async request({ email }: ForgotPasswordDto): Promise<void> {
    await this.limit.takeRequest(email);
    this.background.start('A link for a forgotten password', () => this.sendLink(email));
  }

  /** Ends every session of the user, wherever it is. @throws {PasswordResetInvalidError} */
  async reset({ token, newPassword }: ResetPasswordDto): Promise<void> {
    const userId = await this.links.findUser(token);
    const user = await this.users.findById(userId);
    if (user === null) throw new PasswordResetInvalidError();
    await this.setter.set({ user, newPassword, condition: (manager) => this.links.hold(manager, token) });
    const actor = { kind: 'user', id: userId } as const;
    await this.audit.record({ action: 'password.reset', actor, subject: { resource: 'user', id: userId } });
  }

  private async sendLink(email: string): Promise<void> {
    const user = await this.users.findByEmail(email);
    if (user?.kind !== 'person' || !(await this.limit.takeMail(user.id))) return;
    await this.links.send(user);
    await this.audit.record({
      action: 'password.reset-requested',
      subject: { resource: 'user', id: user.id },
    });
  }
}
