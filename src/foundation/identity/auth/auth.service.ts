import { Injectable } from '@nestjs/common';
import { AuthenticationError, NotFoundError, ValidationError } from '../../../kernel/errors.js';
import { currentActor, currentTenant, runInTenant } from '../../../platform/context/request-context.js';
import { TenantDirectory } from '../../../platform/context/tenant-directory.js';
import { ControlDatabase, type ControlManager } from '../../../platform/database/control-database.js';
import { UsersService } from '../users/index.js';
import { AccessTokens } from './access-tokens.js';
import { Credentials } from './credentials.js';
import type { LoginDto } from './dto/login.dto.js';
import type { RefreshDto } from './dto/refresh.dto.js';
import type { SessionDto } from './dto/session.dto.js';
import type { SwitchTenantDto } from './dto/switch-tenant.dto.js';
import type { TokensDto } from './dto/tokens.dto.js';
import { SessionAudit } from './session-audit.js';
import { type IssuedSession, SessionsService } from './sessions.service.js';

/** None when the password was changed since it was verified. */
const HOLD_PASSWORD = 'SELECT id FROM users WHERE id = $1 AND password_hash = $2 FOR UPDATE';

type Person = NonNullable<Awaited<ReturnType<UsersService['findById']>>>;
type Place = Awaited<ReturnType<UsersService['listMemberships']>>[number];

interface OpenSession extends IssuedSession {
  readonly userId: string;
  readonly tenantId: string;
  readonly role: string;
}

/** Login, refresh and logout. */
@Injectable()
export class AuthService {
  constructor(
    private readonly control: ControlDatabase,
    private readonly users: UsersService,
    private readonly tenants: TenantDirectory,
    private readonly sessions: SessionsService,
    private readonly tokens: AccessTokens,
    private readonly credentials: Credentials,
    private readonly audit: SessionAudit,
  ) {}

  /** The same answer, after the same work, for an unknown user and for a wrong password. */
  async login(input: LoginDto, userAgent: string | null): Promise<TokensDto> {
    const name = input.email ?? input.usernameOrEmail ?? input.username;
    if (name === undefined || name === '')
      throw new ValidationError([{ field: 'email', message: 'is required' }]);
    const { user, matches } = await this.credentials.check(name, input.password);
    // Asked for after the password alone: the time of one more query would tell who is known.
    const membership = user !== null && matches ? await this.pickMembership(user, input.tenantId) : undefined;
    if (user === null || membership === undefined) {
      await this.audit.refused({ name, user, matches, tenantId: input.tenantId });
      throw wrongCredentials();
    }
    return this.openFor(user, membership, userAgent, async (manager) => {
      const held = await manager.query<unknown[]>(HOLD_PASSWORD, [user.id, user.passwordHash]);
      if (held.length === 0) throw wrongCredentials();
    });
  }

  /** A session in another of the caller's tenants; the one that asks goes on. @throws {NotFoundError} */
  async switchTenant({ tenantId }: SwitchTenantDto, userAgent: string | null): Promise<TokensDto> {
    const user = await this.users.findById(currentActor().id);
    const membership = user === null ? undefined : await this.pickMembership(user, tenantId);
    if (user === null || membership === undefined) throw new NotFoundError('Organization');
    return this.openFor(user, membership, userAgent);
  }

  /** By the token in the body or, for a browser, in its cookie, which several of its pages may send at once. */
  async refresh({ refreshToken }: RefreshDto, cookie: string | null): Promise<TokensDto> {
    const token = refreshToken ?? cookie;
    if (token === null) throw new ValidationError([{ field: 'refreshToken', message: 'is required' }]);
    const isShared = refreshToken === undefined;
    return this.answer(await this.sessions.rotate(token, { isShared }));
  }

  /** Opens a session in a tenant, which is the one that the next login leads to. */
  async enter(
    manager: ControlManager,
    { userId, tenantId }: { userId: string; tenantId: string },
    userAgent: string | null,
  ): Promise<IssuedSession> {
    await manager.query('UPDATE users SET last_tenant_id = $2 WHERE id = $1', [userId, tenantId]);
    return this.sessions.open(manager, userId, tenantId, userAgent);
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

  /** The answer to a login that has committed. */
  async welcome(session: OpenSession): Promise<TokensDto> {
    const { sessionId: id, userId, tenantId } = session;
    await this.audit.opened({ id, userId, tenantId });
    return this.answer(session);
  }

  private async answer(session: OpenSession): Promise<TokensDto> {
    return {
      token: await this.tokens.sign(session),
      refreshToken: session.refreshToken,
      expiresIn: session.accessTokenSeconds,
      tenantId: session.tenantId,
      userId: session.userId,
    };
  }

  /**
   * Opens a session, and mends what the tenant's own database may have missed of the person.
   *
   * @param condition done first, in the same transaction: it throws when there may be no session
   */
  private async openFor(
    user: Person,
    membership: Place,
    userAgent: string | null,
    condition?: (manager: ControlManager) => Promise<void>,
  ): Promise<TokensDto> {
    const { tenantId, role } = membership;
    const tenant = await this.tenants.find(tenantId);
    if (tenant !== undefined) {
      const actor = { kind: 'user', id: user.id, role } as const;
      await runInTenant(tenant, () => this.users.repairProjection(user, membership), actor);
    }
    const session = await this.control.transaction(async (manager) => {
      await condition?.(manager);
      return this.enter(manager, { userId: user.id, tenantId }, userAgent);
    });
    return this.welcome({ userId: user.id, tenantId, role, ...session });
  }

  /** The named tenant, else the one used last, else the first; only where the user may act. */
  private async pickMembership(user: Person, tenantId: string | undefined) {
    const memberships = await this.users.listMemberships(user.id);
    if (tenantId !== undefined) return memberships.find((membership) => membership.tenantId === tenantId);
    return memberships.find((membership) => membership.tenantId === user.lastTenantId) ?? memberships[0];
  }
}

function wrongCredentials(): AuthenticationError {
  return new AuthenticationError('AUTH_FAILED', 'Wrong e-mail or password');
}
