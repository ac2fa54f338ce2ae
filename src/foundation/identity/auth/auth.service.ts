import { Injectable } from '@nestjs/common';
import { AuthenticationError, ValidationError } from '../../../kernel/errors.js';
import { type AuditFact, AuditTrail } from '../../../platform/audit/audit-trail.js';
import {
  currentActor,
  currentContext,
  currentTenant,
  runInContext,
} from '../../../platform/context/request-context.js';
import { TenantDirectory } from '../../../platform/context/tenant-directory.js';
import { PasswordHasher, UsersService } from '../users/index.js';
import { AccessTokens } from './access-tokens.js';
import type { LoginDto } from './dto/login.dto.js';
import type { SessionDto } from './dto/session.dto.js';
import type { TokensDto } from './dto/tokens.dto.js';
import { LoginLimit } from './login-limit.js';
import { SessionsService } from './sessions.service.js';

interface Account {
  readonly id: string;
  readonly lastTenantId: string | null;
}

/** Login, refresh and logout. */
@Injectable()
export class AuthService {
  constructor(
    private readonly audit: AuditTrail,
    private readonly users: UsersService,
    private readonly tenants: TenantDirectory,
    private readonly sessions: SessionsService,
    private readonly tokens: AccessTokens,
    private readonly hasher: PasswordHasher,
    private readonly limit: LoginLimit,
  ) {}

  /** The same answer, after the same work, for an unknown user and for a wrong password. */
  async login(input: LoginDto, userAgent: string | null): Promise<TokensDto> {
    const name = input.email ?? input.usernameOrEmail ?? input.username;
    if (name === undefined || name === '')
      throw new ValidationError([{ field: 'email', message: 'is required' }]);
    await this.limit.take(name);
    const user = await this.users.findByEmail(name);
    const matches = await this.hasher.verify(user?.passwordHash ?? null, input.password);
    // Asked for after the password alone: the time of one more query would tell who is known.
    const membership = user !== null && matches ? await this.pickMembership(user, input.tenantId) : undefined;
    if (user === null || membership === undefined) {
      await this.audit.recordRefusal(() => this.failureOf(name, user, matches, input.tenantId));
      throw new AuthenticationError('AUTH_FAILED', 'Wrong e-mail or password');
    }
    const { tenantId, role } = membership;
    const tenant = await this.tenants.find(tenantId);
    const context = { ...currentContext(), tenant };
    if (tenant !== undefined)
      await runInContext(context, () => this.users.repairProjection(user, membership));
    const session = await this.sessions.start(user.id, tenantId, userAgent);
    return this.answer({ userId: user.id, tenantId, role, ...session });
  }

  /** Told to the tenant that the login would have opened; of an unknown account, to the operator. */
  private async failureOf(
    name: string,
    user: Account | null,
    matches: boolean,
    tenantId: string | undefined,
  ): Promise<AuditFact> {
    const action = 'session.refused';
    if (user === null) {
      // What is no address may be a password in the wrong field.
      const account = name.includes('@') ? { account: name.toLowerCase() } : {};
      return { action, details: { reason: 'unknown-account', ...account } };
    }
    const membership = await this.pickMembership(user, matches ? undefined : tenantId);
    return {
      action,
      subject: { resource: 'user', id: user.id },
      details: { reason: matches ? 'not-a-member' : 'wrong-password' },
      ...(membership !== undefined && { tenantId: membership.tenantId }),
    };
  }

  async refresh(refreshToken: string): Promise<TokensDto> {
    return this.answer(await this.sessions.rotate(refreshToken));
  }

  async logout(): Promise<void> {
    const { sessionId } = currentActor();
    if (sessionId !== undefined) await this.sessions.revoke(sessionId, 'logout');
  }

  async me(): Promise<SessionDto> {
    const { id: userId, sessionId, role } = currentActor();
    const tenant = currentTenant();
    const user = await this.users.findById(userId);
    const session = sessionId === undefined ? undefined : await this.sessions.find(sessionId);
    if (user === null || session === undefined || sessionId === undefined) {
      throw new AuthenticationError('INVALID_TOKEN', 'The token is not valid any more');
    }
    return {
      id: sessionId,
      userId,
      email: user.email,
      name: user.name,
      role,
      tenantId: tenant.id,
      plan: tenant.plan,
      expiresAt: session.expiresAt.toISOString(),
    };
  }

  answer(session: {
    userId: string;
    tenantId: string;
    role: string;
    sessionId: string;
    refreshToken: string;
  }): TokensDto {
    return {
      token: this.tokens.sign(session),
      refreshToken: session.refreshToken,
      expiresIn: this.tokens.lifetimeSeconds,
      tenantId: session.tenantId,
      userId: session.userId,
    };
  }

  /** The named tenant, else the one used last, else the first; only where the user may act. */
  private async pickMembership(user: Account, tenantId: string | undefined) {
    const memberships = await this.users.listMemberships(user.id);
    if (tenantId !== undefined) return memberships.find((membership) => membership.tenantId === tenantId);
    return memberships.find((membership) => membership.tenantId === user.lastTenantId) ?? memberships[0];
  }
}
