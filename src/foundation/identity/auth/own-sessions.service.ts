import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { NotFoundError, ValidationError } from '../../../kernel/errors.js';
import type { Page } from '../../../kernel/page.js';
import { AuditTrail } from '../../../platform/audit/audit-trail.js';
import { currentActor } from '../../../platform/context/request-context.js';
import { ControlDatabase } from '../../../platform/database/control-database.js';
import { numberedPage } from '../../../platform/http/page-of.js';
import { readPageQuery } from '../../../platform/http/page-query.js';
import { PasswordHasher, UsersService } from '../users/index.js';
import type { ChangePasswordDto } from './dto/change-password.dto.js';
import type { LoginSessionDto } from './dto/login-session.dto.js';
import { LoginLimit } from './login-limit.js';
import { type RevocationReason, SessionsService } from './sessions.service.js';

const LIVE = 'user_id = $1 AND revoked_at IS NULL AND expires_at > $2';
const LIST = `SELECT id, tenant_id AS "tenantId", created_at AS "createdAt", expires_at AS "expiresAt", address,
    user_agent AS "userAgent"
  FROM sessions WHERE ${LIVE} ORDER BY created_at DESC, id DESC LIMIT $3 OFFSET $4`;
const COUNT = `SELECT count(*)::integer AS count FROM sessions WHERE ${LIVE}`;
const OTHERS = `SELECT id FROM sessions WHERE ${LIVE} AND id <> $3`;
const OWN = `SELECT id FROM sessions WHERE ${LIVE} AND id = $3`;

interface SessionRow extends Omit<LoginSessionDto, 'current' | 'createdAt' | 'expiresAt'> {
  readonly [column: string]: unknown;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** What the caller may do with their own logins, in whichever tenant they are. */
@Injectable()
export class OwnSessionsService {
  constructor(
    private readonly control: ControlDatabase,
    private readonly sessions: SessionsService,
    private readonly users: UsersService,
    private readonly hasher: PasswordHasher,
    private readonly limit: LoginLimit,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  async list(query: Readonly<Record<string, unknown>>): Promise<Page<LoginSessionDto>> {
    const page = readPageQuery(query);
    const { id: userId, sessionId } = currentActor();
    const live = [userId, this.clock.now()];
    const [counted] = await this.control.query<{ count: number }>(COUNT, live);
    const offset = (page.page - 1) * page.pageSize;
    const rows = await this.control.query<SessionRow>(LIST, [...live, page.pageSize, offset]);
    const items = rows.map(({ createdAt, expiresAt, ...row }) => ({
      ...row,
      current: row.id === sessionId,
      createdAt: createdAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
    }));
    return numberedPage(items, counted?.count ?? 0, page);
  }

  /** Ends one login. @throws {NotFoundError} also when it is somebody else's. */
  async revoke(sessionId: string): Promise<void> {
    const found = await this.control.query(OWN, [currentActor().id, this.clock.now(), sessionId]);
    if (found.length === 0) throw new NotFoundError('Session');
    await this.sessions.revoke(sessionId);
  }

  /** Ends every login but this one. */
  revokeOthers(): Promise<void> {
    return this.endOthers('revoked');
  }

  private async endOthers(reason: RevocationReason): Promise<void> {
    const { id: userId, sessionId } = currentActor();
    const rows = await this.control.query<{ id: string }>(OTHERS, [userId, this.clock.now(), sessionId]);
    for (const { id } of rows) await this.sessions.revoke(id, reason);
  }

  /** Whoever knew the old password is logged out, but for this session. Guesses are limited as logins are. */
  async changePassword(input: ChangePasswordDto): Promise<void> {
    const { id: userId } = currentActor();
    const user = await this.users.findById(userId);
    if (user === null) throw new NotFoundError('User');
    const subject = { resource: 'user', id: userId };
    await this.limit.take(user.email);
    if (!(await this.hasher.verify(user.passwordHash, input.currentPassword))) {
      await this.audit.recordRefusal({ action: 'password.refused', subject });
      throw new ValidationError([{ field: 'currentPassword', message: 'is wrong' }]);
    }
    await this.users.setPassword(userId, await this.hasher.hash(input.newPassword));
    await this.audit.record({ action: 'password.changed', subject });
    await this.endOthers('password-changed');
  }
}
