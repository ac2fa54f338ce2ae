import { Injectable } from '@nestjs/common';
import { AuthenticationError, NotFoundError, ValidationError } from '../../../kernel/errors.js';
import {
  currentActor,
  currentContext,
  currentTenant,
  runInContext,
} from '../../../platform/context/request-context.js';
import { TenantDirectory } from '../../../platform/context/tenant-directory.js';
import { ControlDatabase } from '../../../platform/database/control-database.js';
import { PasswordHasher, UsersService } from '../users/index.js';
import { AccessTokens } from './access-tokens.js';
import type { LoginDto } from './dto/login.dto.js';
import type { SessionDto } from './dto/session.dto.js';
import type { SwitchTenantDto } from './dto/switch-tenant.dto.js';
import type { TokensDto } from './dto/tokens.dto.js';
import { LoginLimit } from './login-limit.js';
import { SessionsService } from './sessions.service.js';

type Person = NonNullable<Awaited<ReturnType<UsersService['findById']>>>;
type Place = Awaited<ReturnType<UsersService['listMemberships']>>[number];

/** Login, refresh and logout. */
@Injectable()
export class AuthService {
  constructor(
    private readonly control: ControlDatabase,
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
      throw new AuthenticationError('AUTH_FAILED', 'Wrong e-mail or password');
    }
    return this.enter(user, membership, userAgent);
  }

  /** A session in another of the caller's tenants; the one that asks goes on. @throws {NotFoundError} */
  async switchTenant({ tenantId }: SwitchTenantDto, userAgent: string | null): Promise<TokensDto> {
    const user = await this.users.findById(currentActor().id);
    const membership = user === null ? undefined : await this.pickMembership(user, tenantId);
    if (user === null || membership === undefined) throw new NotFoundError('Organization');
    return this.enter(user, membership, userAgent);
  }

  async refresh(refreshToken: string): Promise<TokensDto> {
    return this.answer(await this.sessions.rotate(refreshToken));
  }

  async logout(): Promise<void> {
    const { sessionId } = currentActor();
    if (sessionId !== undefined) await this.sessions.revoke(sessionId);
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
    accessTokenSeconds: number;
  }): TokensDto {
    return {
      token: this.tokens.sign(session),
      refreshToken: session.refreshToken,
      expiresIn: session.accessTokenSeconds,
      tenantId: session.tenantId,
      userId: session.userId,
    };
  }

  /** Opens a session, and mends what the tenant's own database may have missed of the person. */
  private async enter(user: Person, membership: Place, userAgent: string | null): Promise<TokensDto> {
    const { tenantId, role } = membership;
    const tenant = await this.tenants.find(tenantId);
    const context = { ...currentContext(), tenant };
    if (tenant !== undefined)
      await runInContext(context, () => this.users.repairProjection(user, membership));
    const session = await this.control.transaction(async (manager) => {
      await manager.query('UPDATE users SET last_tenant_id = $2 WHERE id = $1', [user.id, tenantId]);
      return this.sessions.open(manager, user.id, tenantId, userAgent);
    });
    return this.answer({ userId: user.id, tenantId, role, ...session });
  }

  /** The named tenant, else the one used last, else the first; only where the user may act. */
  private async pickMembership(
    user: { id: string; lastTenantId: string | null },
    tenantId: string | undefined,
  ) {
    const memberships = await this.users.listMemberships(user.id);
    if (tenantId !== undefined) return memberships.find((membership) => membership.tenantId === tenantId);
    return memberships.find((membership) => membership.tenantId === user.lastTenantId) ?? memberships[0];
  }
}
