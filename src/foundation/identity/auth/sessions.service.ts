import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { AuthenticationError } from '../../../kernel/errors.js';
import { newId } from '../../../kernel/identifiers.js';
import { SecurityConfig } from '../../../platform/config/security.config.js';
import { type AuditFact, AuditTrail } from '../../../platform/audit/audit-trail.js';
import { findContext } from '../../../platform/context/request-context.js';
import { randomToken, sha256Hex } from '../../../platform/crypto/index.js';
import { ControlDatabase, type ControlManager } from '../../../platform/database/control-database.js';
import { RefreshToken } from './refresh-token.entity.js';
import { Session } from './session.entity.js';

/** Milliseconds for which a process trusts what it read of a session: the longest a revocation takes to bite. */
const CACHE_MILLISECONDS = 1_000;
const CACHE_SIZE = 20_000;

const FIND = `SELECT s.user_id AS "userId", s.tenant_id AS "tenantId", m.role, s.expires_at AS "expiresAt"
  FROM sessions s JOIN memberships m ON m.user_id = s.user_id AND m.tenant_id = s.tenant_id AND m.active
  WHERE s.id = $1 AND s.revoked_at IS NULL`;

const REVOKE = `UPDATE sessions SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL
  RETURNING tenant_id AS "tenantId"`;

export type RevocationReason = 'logout' | 'revoked' | 'password-changed';

/** A session that may act now. */
export interface LiveSession {
  readonly userId: string;
  readonly tenantId: string;
  readonly role: string;
  readonly expiresAt: Date;
}

export interface IssuedSession {
  readonly sessionId: string;
  readonly refreshToken: string;
}

interface CachedSession {
  readonly session: LiveSession | undefined;
  readonly until: number;
}

/** Logins and their refresh tokens: one use each; a second use of one ends the login it belongs to. */
@Injectable()
export class SessionsService {
  private readonly cache = new Map<string, CachedSession>();

  constructor(
    private readonly control: ControlDatabase,
    private readonly config: SecurityConfig,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** A login: opens a session, makes its tenant the one used last, and tells of it. */
  async start(userId: string, tenantId: string, userAgent: string | null): Promise<IssuedSession> {
    const session = await this.control.transaction(async (manager) => {
      await manager.query('UPDATE users SET last_tenant_id = $2 WHERE id = $1', [userId, tenantId]);
      return this.open(manager, userId, tenantId, userAgent);
    });
    await this.announce(userId, tenantId, session);
    return session;
  }

  /** Opens a session in the given control transaction; `announce` it when that has committed. */
  async open(
    manager: ControlManager,
    userId: string,
    tenantId: string,
    userAgent: string | null,
  ): Promise<IssuedSession> {
    const now = this.clock.now();
    const session: Session = {
      id: newId(),
      userId,
      tenantId,
      createdAt: now,
      expiresAt: this.expiry(),
      revokedAt: null,
      address: findContext()?.address ?? null,
      userAgent: userAgent?.slice(0, 300) ?? null,
    };
    await manager.insert(Session, session);
    return { sessionId: session.id, refreshToken: await this.issue(manager, session.id) };
  }

  /** Tells of a login, once it is committed and before its tokens leave: none is used that the log does not know. */
  async announce(userId: string, tenantId: string, { sessionId }: IssuedSession): Promise<void> {
    await this.audit.record({
      action: 'session.opened',
      subject: { resource: 'session', id: sessionId },
      actor: { kind: 'user', id: userId, sessionId },
      tenantId,
    });
  }

  /** Live sessions only; revocation and role changes show within a second. */
  async find(sessionId: string): Promise<LiveSession | undefined> {
    const now = this.clock.milliseconds();
    const cached = this.cache.get(sessionId);
    if (cached !== undefined && cached.until > now) return cached.session;
    const [session] = await this.control.query<LiveSession & { expiresAt: Date }>(FIND, [sessionId]);
    const live = session !== undefined && session.expiresAt.getTime() > now ? session : undefined;
    if (this.cache.size >= CACHE_SIZE) this.cache.clear();
    this.cache.set(sessionId, { session: live, until: now + CACHE_MILLISECONDS });
    return live;
  }

  /** Trades a refresh token for the next one. @throws {AuthenticationError} */
  async rotate(refreshToken: string): Promise<IssuedSession & LiveSession> {
    const tokenHash = sha256Hex(refreshToken);
    const now = this.clock.now();
    const rotated = await this.control.transaction(async (manager) => {
      const token = await manager.findOne(RefreshToken, {
        where: { tokenHash },
        lock: { mode: 'pessimistic_write' },
      });
      if (token === null || token.expiresAt <= now) return undefined;
      if (token.usedAt !== null) {
        await manager.update(Session, { id: token.sessionId }, { revokedAt: now });
        await this.audit.recordRefusal(() => this.reuseOf(token.sessionId));
        return { sessionId: token.sessionId, refreshToken: undefined };
      }
      await manager.update(RefreshToken, { tokenHash }, { usedAt: now });
      await manager.update(Session, { id: token.sessionId }, { expiresAt: this.expiry() });
      return { sessionId: token.sessionId, refreshToken: await this.issue(manager, token.sessionId) };
    });
    if (rotated !== undefined) this.cache.delete(rotated.sessionId);
    const session = rotated === undefined ? undefined : await this.find(rotated.sessionId);
    if (rotated?.refreshToken === undefined || session === undefined) {
      throw new AuthenticationError('INVALID_TOKEN', 'The refresh token is not valid');
    }
    return { sessionId: rotated.sessionId, refreshToken: rotated.refreshToken, ...session };
  }

  /** @param reason why it ends, for the audit log */
  async revoke(sessionId: string, reason: RevocationReason = 'revoked'): Promise<void> {
    const revoked = await this.control.query<{ tenantId: string }>(REVOKE, [sessionId, this.clock.now()]);
    this.cache.delete(sessionId);
    for (const { tenantId } of revoked) {
      const action = reason === 'logout' ? 'session.closed' : 'session.revoked';
      const subject = { resource: 'session', id: sessionId };
      await this.audit.record({ action, subject, details: { reason }, tenantId });
    }
  }

  /** A second use of a refresh token, which has ended its session: one of the two was a thief. */
  private async reuseOf(sessionId: string): Promise<AuditFact> {
    const session = await this.control.repository(Session).findOneByOrFail({ id: sessionId });
    return {
      action: 'refresh-token.reused',
      subject: { resource: 'session', id: sessionId },
      actor: { kind: 'user', id: session.userId, sessionId },
      tenantId: session.tenantId,
    };
  }

  private async issue(manager: ControlManager, sessionId: string): Promise<string> {
    const refreshToken = randomToken(32);
    await manager.insert(RefreshToken, {
      tokenHash: sha256Hex(refreshToken),
      sessionId,
      expiresAt: this.expiry(),
      usedAt: null,
    });
    return refreshToken;
  }

  private expiry(): Date {
    return new Date(this.clock.milliseconds() + this.config.refreshTokenSeconds * 1_000);
  }
}
