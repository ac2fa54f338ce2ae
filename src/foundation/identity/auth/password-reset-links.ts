import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { MailConfig } from '../../../platform/config/mail.config.js';
import { SecurityConfig } from '../../../platform/config/security.config.js';
import { randomToken, sha256Hex } from '../../../platform/crypto/index.js';
import { ControlDatabase, type ControlManager } from '../../../platform/database/control-database.js';
import { Mailer } from '../../../platform/mail/mailer.js';
import { type Sweep, Sweeper } from '../../../platform/queue/sweeper.js';
import { PasswordResetInvalidError } from './auth.errors.js';
import { passwordResetMail } from './password-reset.mail.js';

/** One link a user: a newer one takes the place of the one before. */
const REPLACE = `INSERT INTO password_resets (user_id, token_hash, created_at, expires_at) VALUES ($1, $2, $3, $4)
  ON CONFLICT (user_id) DO UPDATE SET token_hash = excluded.token_hash, created_at = excluded.created_at,
    expires_at = excluded.expires_at`;
const FIND = `SELECT user_id AS "userId" FROM password_resets WHERE token_hash = $1 AND expires_at > $2`;
const TAKE = `${FIND} FOR UPDATE`;
const PURGE = `DELETE FROM password_resets
  WHERE user_id IN (SELECT user_id FROM password_resets WHERE expires_at < $1 LIMIT 1000)`;

/** The one-time links of those who forgot their password. Only hashes of them are kept. */
@Injectable()
export class PasswordResetLinks implements Sweep {
  readonly name = 'password resets';

  constructor(
    private readonly control: ControlDatabase,
    private readonly mailer: Mailer,
    private readonly security: SecurityConfig,
    private readonly mail: MailConfig,
    private readonly clock: Clock,
    sweeper: Sweeper,
  ) {
    sweeper.add(this);
  }

  /** Sends a new link; the one before works no longer. */
  async send(user: { readonly id: string; readonly email: string }): Promise<void> {
    const token = randomToken();
    const now = this.clock.now();
    const expiresAt = new Date(now.getTime() + this.security.passwordResetSeconds * 1_000);
    const content = passwordResetMail(this.mail.link('reset-password', token), expiresAt);
    await this.control.transaction(async (manager) => {
      await manager.query(REPLACE, [user.id, sha256Hex(token), now, expiresAt]);
      await this.mailer.send(manager, { to: user.email, ...content, expiresAt });
    });
  }

  /** Whose link it is. @throws {PasswordResetInvalidError} */
  async findUser(token: string): Promise<string> {
    const [found] = await this.control.query<{ userId: string }>(FIND, this.valuesOf(token));
    if (found === undefined) throw new PasswordResetInvalidError();
    return found.userId;
  }

  /** Holds the link until the transaction ends, so that of two who use it one comes too late. @throws as above */
  async hold(manager: ControlManager, token: string): Promise<void> {
    const found = await manager.query<unknown[]>(TAKE, this.valuesOf(token));
    if (found.length === 0) throw new PasswordResetInvalidError();
  }

  async sweep(): Promise<void> {
    await this.control.query(PURGE, [this.clock.now()]);
  }

  private valuesOf(token: string): [string, Date] {
    return [sha256Hex(token), this.clock.now()];
  }
}
