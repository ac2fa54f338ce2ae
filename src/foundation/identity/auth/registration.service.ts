import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { DuplicateError, ValidationError } from '../../../kernel/errors.js';
import { newId } from '../../../kernel/identifiers.js';
import { currentContext, runInContext } from '../../../platform/context/request-context.js';
import type { TenantReference } from '../../../platform/context/tenant-reference.js';
import { ControlDatabase } from '../../../platform/database/control-database.js';
import { databaseErrorCode } from '../../../platform/database/database-errors.js';
import { TenantsService } from '../../tenancy/tenants/index.js';
import { type NewUser, PasswordHasher, UsersService } from '../users/index.js';
import { errorLine } from '../../../platform/logging/error-line.js';
import { AuthService } from './auth.service.js';
import type { RegisterDto } from './dto/register.dto.js';
import type { TokensDto } from './dto/tokens.dto.js';
import { SessionsService } from './sessions.service.js';

const UNIQUE_VIOLATION = '23505';

/**
 * Registration: a tenant, its database and its first user. It spans two databases and a statement that no
 * transaction holds, so it goes: a `provisioning` row · the database · the member in it · then, in one control
 * transaction, user, membership, session and `active`. Whatever dies before that last step is removed by the reaper.
 */
@Injectable()
export class RegistrationService {
  private readonly logger = new Logger(RegistrationService.name);

  constructor(
    private readonly control: ControlDatabase,
    private readonly tenants: TenantsService,
    private readonly users: UsersService,
    private readonly sessions: SessionsService,
    private readonly auth: AuthService,
    private readonly hasher: PasswordHasher,
    private readonly clock: Clock,
  ) {}

  /** @throws {DuplicateError} when the e-mail belongs to somebody. */
  async register(input: RegisterDto, userAgent: string | null): Promise<TokensDto> {
    const name = input.tenantName ?? input.organizationName ?? input.companyName;
    if (name === undefined) {
      const message = 'One of tenantName, organizationName and companyName is required';
      throw new ValidationError([{ field: 'tenantName', message }]);
    }
    if ((await this.users.findByEmail(input.email)) !== null) throw emailTaken();
    const [tenant, passwordHash] = await Promise.all([
      this.provision({ name, companyName: input.companyName ?? null }),
      this.hasher.hash(input.password),
    ]);
    const user: NewUser = {
      id: newId(),
      email: input.email,
      name: input.name === undefined || input.name === '' ? input.email : input.name,
      passwordHash,
      tenantId: tenant.id,
      role: 'Admin',
      createdAt: this.clock.now(),
    };
    try {
      await runInContext({ ...currentContext(), tenant }, () => this.users.project(user));
      const session = await this.control.transaction(async (manager) => {
        await this.tenants.activate(manager, tenant.id);
        await this.users.insert(manager, user);
        return this.sessions.open(manager, user.id, tenant.id, userAgent);
      });
      await runInContext({ ...currentContext(), tenant }, () =>
        this.sessions.announce(user.id, tenant.id, session),
      );
      return this.auth.answer({ userId: user.id, tenantId: tenant.id, role: user.role, ...session });
    } catch (error) {
      await this.discard(tenant);
      throw databaseErrorCode(error) === UNIQUE_VIOLATION ? emailTaken() : error;
    }
  }

  private async provision(input: { name: string; companyName: string | null }): Promise<TenantReference> {
    const tenant = await this.tenants.begin(input);
    try {
      await this.tenants.createDatabase(tenant);
      return tenant;
    } catch (error) {
      await this.discard(tenant);
      throw error;
    }
  }

  private async discard(tenant: TenantReference): Promise<void> {
    try {
      await this.tenants.discard(tenant);
    } catch (error) {
      this.logger.warn(`Tenant ${tenant.id} is left to the reaper: ${errorLine(error)}`);
    }
  }
}

function emailTaken(): DuplicateError {
  return new DuplicateError('A user with this e-mail exists already', {
    details: [{ field: 'email', message: 'is already taken' }],
  });
}
