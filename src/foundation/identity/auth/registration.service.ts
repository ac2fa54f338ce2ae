import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { DuplicateError, ValidationError } from '../../../kernel/errors.js';
import { newId } from '../../../kernel/identifiers.js';
import { databaseErrorCode } from '../../../platform/database/database-errors.js';
import { PasswordPolicy } from '../../settings/index.js';
import { TenantProvisioning } from '../../tenancy/tenants/index.js';
import { type NewUser, PasswordHasher, UsersService } from '../users/index.js';
import { AuthService } from './auth.service.js';
import type { RegisterDto } from './dto/register.dto.js';
import type { TokensDto } from './dto/tokens.dto.js';
import { SessionsService } from './sessions.service.js';

const UNIQUE_VIOLATION = '23505';

/** Registration: a tenant, its database, its first user and that user's first session. */
@Injectable()
export class RegistrationService {
  constructor(
    private readonly provisioning: TenantProvisioning,
    private readonly users: UsersService,
    private readonly sessions: SessionsService,
    private readonly auth: AuthService,
    private readonly hasher: PasswordHasher,
    private readonly passwords: PasswordPolicy,
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
    await this.passwords.check(input.password);
    const [tenant, passwordHash] = await Promise.all([
      this.provisioning.provision({ name, companyName: input.companyName ?? null }),
      this.hasher.hash(input.password),
    ]);
    const user: NewUser = {
      id: newId(),
      email: input.email,
      name: input.name === undefined || input.name === '' ? input.email : input.name,
      passwordHash,
      kind: 'person',
      tenantId: tenant.id,
      role: 'Admin',
      teamId: null,
      createdAt: this.clock.now(),
    };
    try {
      const session = await this.provisioning.complete(tenant, {
        inTenant: () => this.users.project(user),
        inControl: async (manager) => {
          await this.users.insert(manager, user);
          return this.sessions.open(manager, user.id, tenant.id, userAgent);
        },
      });
      return this.auth.answer({ userId: user.id, tenantId: tenant.id, role: user.role, ...session });
    } catch (error) {
      throw databaseErrorCode(error) === UNIQUE_VIOLATION ? emailTaken() : error;
    }
  }
}

function emailTaken(): DuplicateError {
  return new DuplicateError('A user with this e-mail exists already', {
    details: [{ field: 'email', message: 'is already taken' }],
  });
}
