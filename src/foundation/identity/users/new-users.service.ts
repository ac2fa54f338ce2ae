import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { ValidationError } from '../../../kernel/errors.js';
import { newId } from '../../../kernel/identifiers.js';
import { currentTenant } from '../../../platform/context/request-context.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { RolesService } from '../roles/index.js';
import { TeamsService } from '../teams/index.js';
import type { CreateUserDto } from './dto/create-user.dto.js';
import type { UserDto } from './dto/user.dto.js';
import { NewPasswords } from './new-passwords.js';
import { UsersService } from './users.service.js';

/** Users whom a member makes: people, and service users. */
@Injectable()
export class NewUsersService {
  constructor(
    private readonly users: UsersService,
    private readonly passwords: NewPasswords,
    private readonly roles: RolesService,
    private readonly teams: TeamsService,
    private readonly database: TenantDatabase,
    private readonly clock: Clock,
  ) {}

  /** @throws {DuplicateError} 409 · {ValidationError} 422 · {PermissionDeniedError} 403 for a role that holds more */
  async create(input: CreateUserDto): Promise<UserDto> {
    const id = newId();
    const email = addressOf(input, id);
    const { kind = 'person', name, password } = input;
    const tenantId = currentTenant().id;
    const passwordHash =
      password === undefined ? null : await this.passwords.hash(password, { tenantIds: [tenantId] });
    return this.database.transaction(async () => {
      const role = await this.roles.requireAssignable(input.role);
      const teamId = await this.teams.requireTeam(input.teamId ?? null);
      if (teamId !== null && !(await this.teams.isOfCaller(teamId)))
        await this.roles.requireReachBeyondTeams();
      const createdAt = this.clock.now();
      return this.users.add({ id, email, name, kind, passwordHash, tenantId, role, teamId, createdAt });
    });
  }
}

/** A person needs an e-mail; a service user gets one that no mail can reach, and can have no password. */
function addressOf({ kind = 'person', email, password }: CreateUserDto, id: string): string {
  if (kind === 'person') {
    if (email === undefined) throw new ValidationError([{ field: 'email', message: 'is required' }]);
    return email;
  }
  const surplus = email !== undefined ? 'email' : password !== undefined ? 'password' : undefined;
  if (surplus === undefined) return `${id}@service.invalid`;
  throw new ValidationError([{ field: surplus, message: 'is not for service users' }]);
}
