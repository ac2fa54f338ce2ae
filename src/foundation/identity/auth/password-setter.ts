import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { MailConfig } from '../../../platform/config/mail.config.js';
import { ControlDatabase, type ControlManager } from '../../../platform/database/control-database.js';
import type { Mail } from '../../../platform/mail/mail.js';
import { Mailer } from '../../../platform/mail/mailer.js';
import { NewPasswords, UsersService } from '../users/index.js';
import { passwordChangedMail } from './password-changed.mail.js';
import { SessionsService } from './sessions.service.js';

/** A warning that comes days later helps nobody. */
const NOTICE_LIFETIME = 2 * 86_400_000;
const FORGET_RESETS = 'DELETE FROM password_resets WHERE user_id = $1';

export interface PasswordChange {
  readonly user: { readonly id: string; readonly email: string };
  readonly newPassword: string;
  /** The one session that goes on, if any. */
  readonly keptSessionId?: string | undefined;
  /** Done first, in the same transaction: it throws when the change may not be. */
  readonly condition?: (manager: ControlManager) => Promise<void>;
}

/** Sets a password. With it end the sessions that the old one opened, and the open links; its owner is told. */
@Injectable()
export class PasswordSetter {
  constructor(
    private readonly control: ControlDatabase,
    private readonly users: UsersService,
    private readonly sessions: SessionsService,
    private readonly passwords: NewPasswords,
    private readonly mailer: Mailer,
    private readonly config: MailConfig,
    private readonly clock: Clock,
  ) {}

  /** @throws {ValidationError} naming `newPassword` when it is not good enough. */
  async set({ user, newPassword, keptSessionId, condition }: PasswordChange): Promise<void> {
    const passwordHash = await this.passwords.hash(newPassword, { field: 'newPassword', userId: user.id });
    const ended = await this.control.transaction(async (manager) => {
      await condition?.(manager);
      // Before the sessions: a login with the old password has either ended, and ends below, or meets the new one.
      await this.users.setPassword(manager, user.id, passwordHash);
      const sessions = await this.sessions.revokeAll(manager, user.id, keptSessionId);
      await manager.query(FORGET_RESETS, [user.id]);
      await this.mailer.send(manager, this.noticeTo(user.email));
      return sessions;
    });
    await this.sessions.tellEnded(ended, 'password-changed');
  }

  private noticeTo(to: string): Mail {
    const now = this.clock.now();
    const content = passwordChangedMail(this.config.link('forgot-password'), now);
    return { to, ...content, expiresAt: new Date(now.getTime() + NOTICE_LIFETIME) };
  }
}
