import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { AuthenticationError } from '../../../kernel/errors.js';
import { newId } from '../../../kernel/identifiers.js';
import { RecentReads } from '../../../platform/cache/recent-reads.js';
import { SecurityConfig } from '../../../platform/config/security.config.js';
import { findContext } from '../../../platform/context/request-context.js';
import { randomToken, sha256Hex } from '../../../platform/crypto/index.js';
import { ControlDatabase, type ControlManager } from '../../../platform/database/control-database.js';
import { TenantPolicies } from '../../settings/index.js';
import { KnownAddresses } from './known-addresses.js';
import { RefreshToken } from './refresh-token.entity.js';
import { Session } from './session.entity.js';
import { type AuditedSession, type RevocationReason, SessionAudit } from './session-audit.js';

/** Milliseconds in which pages of one browser may send the same refresh cookie, and how many of them. */
const RACE_MILLISECONDS = 10_000;
const RACERS = 10;

/** One refresh of a session at a time, whichever of its tokens is used. */
const LOCK_FAMILY = `SELECT FROM sessions s JOIN refresh_tokens t ON t.session_id = s.id
  WHERE t.token_hash = $1 FOR UPDATE OF s`;
/** The token, and those that were given in its place to other pages: one of a race goes on. */
const USE = `UPDATE refresh_tokens SET used_at = $4
  WHERE session_id = $1 AND used_at IS NULL AND (token_hash = $2 OR parent_hash = $3)`;
const FIND = `SELECT s.user_id AS "userId", s.tenant_id AS "tenantId", m.role, s.expires_at AS "expiresAt"
  FROM sessions s JOIN memberships m ON m.user_id = s.user_id AND m.tenant_id = s.tenant_id AND m.active
  WHERE s.id = $1 AND s.revoked_at IS NULL`;
const SESSION = 'id, user_id AS "userId", tenant_id AS "tenantId"';
const REVOKE = `UPDATE sessions SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL RETURNING ${SESSION}`;
const REVOKE_OTHERS = `UPDATE sessions SET revoked_at = $2
  WHERE user_id = $1 AND revoked_at IS NULL AND id IS DISTINCT FROM $3::uuid RETURNING ${SESSION}`;

/** All but the newest of a person's sessions in a tenant. The person's row is locked: logins at once count each other. */
const LOCK_PERSON = 'SELECT 1 FROM users WHERE id = $1 FOR UPDATE';
const END_OLDEST = `UPDATE sessions SET revoked_at = $3 WHERE id IN (
    SELECT id FROM sessions
    WHERE user_id = $1 AND tenant_id = $2 AND revoked_at IS NULL AND expires_at > $3
    ORDER BY created_at DESC, id DESC OFFSET $4)
  RETURNING id`;
const DAY_SECONDS = 86_400;

type AuditedRow = AuditedSession & Readonly<Record<string, unknown>>;

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
  /** How long its access tokens live. */
  readonly accessTokenSeconds: number;
}

/** What the tenant's session rules, or else the installation's, make of a session. */
interface Lifetimes {
  readonly accessTokenSeconds: number;
  readonly refreshSeconds: number;
  readonly maximumSessions: number | null;
}

/** Logins and their refresh tokens: one use each; a second use of one ends the login it belongs to. */
@Injectable()
export class SessionsService {
  private readonly live: RecentReads<LiveSession | undefined>;

  constructor(
    private readonly control: ControlDatabase,
    private readonly policies: TenantPolicies,
    private readonly config: SecurityConfig,
    private readonly audit: SessionAudit,
    private readonly clock: Clock,
    private readonly addresses: KnownAddresses,
  ) {
    this.live = new RecentReads(clock);
  }

  /** Opens a session in the given control transaction; the person's oldest ends when the tenant allows no more. */
  async open(
    manager: ControlManager,
    userId: string,
    tenantId: string,
    userAgent: string | null,
  ): Promise<IssuedSession> {
    const now = this.clock.now();
    const lifetimes = await this.lifetimesIn(manager, tenantId);
    const session: Session = {
      id: newId(),
      userId,
      tenantId,
      createdAt: now,
      expiresAt: this.expiry(lifetimes),
      revokedAt: null,
      address: findContext()?.address ?? null,
      userAgent: userAgent?.slice(0, 300) ?? null,
    };
    await manager.insert(Session, session);
    await this.endOldest(manager, session, lifetimes);
    await this.addresses.remember(manager, userId);
    return this.issue(manager, session.id, null, lifetimes);
  }

  /** Live sessions only; revocation and role changes show within a second. */
  find(sessionId: string): Promise<LiveSession | undefined> {
    return this.live.get(sessionId, async () => {
      const [session] = await this.control.query<LiveSession & { expiresAt: Date }>(FIND, [sessionId]);
      return session !== undefined && session.expiresAt > this.clock.now() ? session : undefined;
    });
  }

  /**
   * Trades a refresh token for the next one. A second use ends the session, but for the pages of a browser that send
   * one cookie at the same time (`isShared`): each gets a next token, and the first of these to be used ends the others.
   * @throws {AuthenticationError}
   */
  async rotate(refreshToken: string, { isShared = false } = {}): Promise<IssuedSession & LiveSession> {
    const tokenHash = sha256Hex(refreshToken);
    const rotated = await this.control.transaction(async (manager) => {
      await manager.query(LOCK_FAMILY, [tokenHash]);
      const token = await manager.findOneBy(RefreshToken, { tokenHash });
      const now = this.clock.now();
      if (token === null || token.expiresAt <= now) return undefined;
      const session = await manager.findOneByOrFail(Session, { id: token.sessionId });
      const { id: sessionId, tenantId } = session;
      if (token.usedAt !== null && !(isShared && (await this.isRace(manager, token)))) {
        await manager.update(Session, { id: sessionId }, { revokedAt: now });
        this.control.onCommit(manager, () => void this.audit.tokenReused(session));
        return { sessionId, refreshToken: undefined };
      }
      const lifetimes = await this.lifetimesIn(manager, tenantId);
      await manager.query(USE, [sessionId, tokenHash, token.parentHash, now]);
      await manager.update(Session, { id: sessionId }, { expiresAt: this.expiry(lifetimes) });
      return this.issue(manager, sessionId, isShared ? tokenHash : null, lifetimes);
    });
    if (rotated !== undefined) this.live.forget(rotated.sessionId);
    const session = rotated === undefined ? undefined : await this.find(rotated.sessionId);
    if (rotated?.refreshToken === undefined || session === undefined) {
      throw new AuthenticationError('INVALID_TOKEN', 'The refresh token is not valid');
    }
    return { ...rotated, ...session };
  }

  /** @param reason why it ends, for the audit log */
  async revoke(sessionId: string, reason: RevocationReason = 'revoked'): Promise<void> {
    const revoked = await this.control.query<AuditedRow>(REVOKE, [sessionId, this.clock.now()]);
    this.live.forget(sessionId);
    await this.audit.ended(revoked, reason);
  }

  /** Whether a used token was used just now, by a cookie too, and nobody has gone on from there. */
  private async isRace(
    manager: ControlManager,
    { sessionId, tokenHash, usedAt }: RefreshToken,
  ): Promise<boolean> {
    const age = this.clock.milliseconds() - (usedAt?.getTime() ?? 0);
    if (age >= RACE_MILLISECONDS) return false;
    const children = await manager.findBy(RefreshToken, { sessionId, parentHash: tokenHash });
    const isUntouched = children.every((child) => child.usedAt === null);
    return isUntouched && children.length > 0 && children.length < RACERS;
  }

  /** Ends every session of the user but the kept one, in the given control transaction. @returns those it ended */
  async revokeAll(
    manager: ControlManager,
    userId: string,
    keptSessionId?: string,
  ): Promise<readonly AuditedSession[]> {
    const values = [userId, this.clock.now(), keptSessionId ?? null];
    const [ended] = await manager.query<[AuditedSession[], number]>(REVOKE_OTHERS, values);
    this.control.onCommit(manager, () => ended.forEach(({ id }) => this.live.forget(id)));
    return ended;
  }

  /** Tells the audit log of what `revokeAll` ended, once that is committed. */
  tellEnded(ended: readonly AuditedSession[], reason: RevocationReason): Promise<void> {
    return this.audit.ended(ended, reason);
  }

  private async issue(
    manager: ControlManager,
    sessionId: string,
    parentHash: string | null,
    lifetimes: Lifetimes,
  ): Promise<IssuedSession> {
    const refreshToken = randomToken(32);
    await manager.insert(RefreshToken, {
      tokenHash: sha256Hex(refreshToken),
      sessionId,
      expiresAt: this.expiry(lifetimes),
      usedAt: null,
      parentHash,
    });
    return { sessionId, refreshToken, accessTokenSeconds: lifetimes.accessTokenSeconds };
  }

  private async endOldest(
    manager: ControlManager,
    { userId, tenantId, createdAt }: Session,
    { maximumSessions }: Lifetimes,
  ): Promise<void> {
    if (maximumSessions === null) return;
    await manager.query(LOCK_PERSON, [userId]);
    const values = [userId, tenantId, createdAt, maximumSessions];
    const [ended] = await manager.query<[{ id: string }[], number]>(END_OLDEST, values);
    for (const { id } of ended) this.live.forget(id);
  }

  private async lifetimesIn(manager: ControlManager, tenantId: string): Promise<Lifetimes> {
    const { accessTokenMinutes, refreshDays, maximumSessions } = await this.policies.sessionRules(
      manager,
      tenantId,
    );
    return {
      accessTokenSeconds:
        accessTokenMinutes === null ? this.config.accessTokenSeconds : accessTokenMinutes * 60,
      refreshSeconds: refreshDays === null ? this.config.refreshTokenSeconds : refreshDays * DAY_SECONDS,
      maximumSessions,
    };
  }

  private expiry({ refreshSeconds }: Lifetimes): Date {
    return new Date(this.clock.milliseconds() + refreshSeconds * 1_000);
  }
}
