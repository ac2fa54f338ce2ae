import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../../../platform/audit/audit-trail.js';
import { UsersService } from '../users/index.js';

export type RevocationReason = 'logout' | 'revoked' | 'password-changed';

/** A session, and whose log knows of it. */
export interface AuditedSession {
  readonly id: string;
  readonly userId: string;
  readonly tenantId: string;
}

/** What the audit log is told of logins. */
@Injectable()
export class SessionAudit {
  constructor(
    private readonly audit: AuditTrail,
    private readonly users: UsersService,
  ) {}

  /** Once it is committed and before its tokens leave: none is used that the log does not know. */
  async opened({ id, userId, tenantId }: AuditedSession): Promise<void> {
    await this.audit.record({
      action: 'session.opened',
      subject: { resource: 'session', id },
      actor: { kind: 'user', id: userId, sessionId: id },
      tenantId,
    });
  }

  async ended(sessions: readonly AuditedSession[], reason: RevocationReason): Promise<void> {
    const action = reason === 'logout' ? 'session.closed' : 'session.revoked';
    for (const { id, tenantId } of sessions) {
      await this.audit.record({
        action,
        subject: { resource: 'session', id },
        details: { reason },
        tenantId,
      });
    }
  }

  /** A second use of a refresh token, which has ended its session: one of the two was a thief. */
  async tokenReused({ id, userId, tenantId }: AuditedSession): Promise<void> {
    await this.audit.recordRefusal({
      action: 'refresh-token.reused',
      subject: { resource: 'session', id },
      actor: { kind: 'user', id: userId, sessionId: id },
      tenantId,
    });
  }

  /** An access token whose signature holds: somebody goes on with a login that has ended. */
  async tokenRefused({ id, userId, tenantId }: AuditedSession): Promise<void> {
    await this.audit.recordRefusal({
      action: 'token.refused',
      subject: { resource: 'session', id },
      actor: { kind: 'user', id: userId, sessionId: id },
      tenantId,
    });
  }

  /**
   * A login that failed: told to the tenant that it would have opened; of an unknown account, to the operator.
   *
   * @param login `user` is whose account it is, if any's; `matches` whether the password was right
   */
  async refused(login: {
    readonly name: string;
    readonly user: { readonly id: string; readonly lastTenantId: string | null } | null;
    readonly matches: boolean;
    readonly tenantId: string | undefined;
  }): Promise<void> {
    await this.audit.recordRefusal(async () => {
      const { name, user, matches, tenantId } = login;
      const action = 'session.refused';
      if (user === null) {
        // What is no address may be a password in the wrong field.
        const account = name.includes('@') ? { account: name.toLowerCase() } : {};
        return { action, details: { reason: 'unknown-account', ...account } };
      }
      const wanted = (matches ? undefined : tenantId) ?? user.lastTenantId;
      const memberships = await this.users.listMemberships(user.id);
      const place = memberships.find((membership) => membership.tenantId === wanted) ?? memberships[0];
      return {
        action,
        subject: { resource: 'user', id: user.id },
        details: { reason: matches ? 'not-a-member' : 'wrong-password' },
        ...(place !== undefined && { tenantId: place.tenantId }),
      };
    });
  }
}
