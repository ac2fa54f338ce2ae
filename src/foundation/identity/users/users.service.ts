import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { ConflictError, DuplicateError, ValidationError } from '../../../kernel/errors.js';
import { newId } from '../../../kernel/identifiers.js';
import { currentTenant } from '../../../platform/context/request-context.js';
import { ControlDatabase, type ControlManager } from '../../../platform/database/control-database.js';
import { databaseErrorCode } from '../../../platform/database/database-errors.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { RolesService } from '../roles/index.js';
import { TeamsService } from '../teams/index.js';
import { TenantsService } from '../../tenancy/tenants/index.js';
import type { CreateUserDto } from './dto/create-user.dto.js';
import type { UserDto } from './dto/user.dto.js';
import { Member } from './member.entity.js';
import { Membership } from './membership.entity.js';
import { NewPasswords } from './new-passwords.js';
import { User } from './user.entity.js';
import type { UserKind } from './user-kind.js';
import { userView } from './user-view.js';

const UNIQUE_VIOLATION = '23505';

const REMOVE_OF_TENANT = `DELETE FROM users u
  USING memberships m WHERE m.user_id = u.id AND m.tenant_id = $1
  AND NOT EXISTS (SELECT 1 FROM memberships other WHERE other.user_id = u.id AND other.tenant_id <> $1)
  RETURNING u.id`;

export interface NewPerson {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string | null;
  readonly kind: UserKind;
  readonly createdAt: Date;
}

/** A person and the membership that comes with them. */
export interface NewUser extends NewPerson {
  readonly tenantId: string;
  readonly role: string;
  readonly teamId: string | null;
}

/** People in the control database, their memberships, and the tenant's projection of them. */
@Injectable()
export class UsersService {
  constructor(
    private readonly control: ControlDatabase,
    private readonly database: TenantDatabase,
    private readonly passwords: NewPasswords,
    private readonly roles: RolesService,
    private readonly teams: TeamsService,
    private readonly clock: Clock,
    tenants: TenantsService,
  ) {
    tenants.onRemoval((manager, tenantId) => manager.query(REMOVE_OF_TENANT, [tenantId]));
  }

  findByEmail(email: string): Promise<User | null> {
    return this.control
      .repository(User)
      .createQueryBuilder('user')
      .where('lower(user.email) = lower(:email)', { email })
      .getOne();
  }

  findById(id: string): Promise<User | null> {
    return this.control.repository(User).findOneBy({ id });
  }

  async setPassword(manager: ControlManager, userId: string, passwordHash: string): Promise<void> {
    await manager.update(User, { id: userId }, { passwordHash, updatedAt: this.clock.now() });
  }

  /** For an account without one. @throws {ConflictError} when it has got one meanwhile, which stays. */
  async setFirstPassword(manager: ControlManager, userId: string, passwordHash: string): Promise<void> {
    const lock = { mode: 'pessimistic_write' } as const;
    const user = await manager.findOne(User, { where: { id: userId }, lock });
    if (user?.passwordHash !== null) throw new ConflictError('The account has a password already');
    await this.setPassword(manager, userId, passwordHash);
  }

  listMemberships(userId: string): Promise<Membership[]> {
    return this.control
      .repository(Membership)
      .find({ where: { userId, active: true }, order: { createdAt: 'ASC' } });
  }

  /** A new person in the current tenant. @throws {DuplicateError} when the e-mail belongs to somebody. */
  async create(input: CreateUserDto): Promise<UserDto> {
    const id = newId();
    const email = addressOf(input, id);
    const tenantIds = [currentTenant().id];
    const passwordHash =
      input.password === undefined ? null : await this.passwords.hash(input.password, { tenantIds });
    try {
      // The control plane commits inside; should the tenant's own commit be lost after it, the next login repairs it.
      return await this.database.transaction(async () => {
        const user: NewUser = {
          id,
          email,
          name: input.name,
          kind: input.kind ?? 'person',
          passwordHash,
          tenantId: currentTenant().id,
          role: await this.roles.requireAssignable(input.role),
          teamId: await this.requireTeam(input.teamId ?? null),
          createdAt: this.clock.now(),
        };
        await this.project(user);
        await this.control.transaction((manager) => this.insert(manager, user));
        return userView(memberOf(user));
      });
    } catch (error) {
      if (databaseErrorCode(error) !== UNIQUE_VIOLATION) throw error;
      throw new DuplicateError('A user with this e-mail exists already', {
        details: [{ field: 'email', message: 'is already taken' }],
      });
    }
  }

  /** @throws {ValidationError} 422 when there is no such team. */
  async requireTeam(teamId: string | null): Promise<string | null> {
    if (teamId === null || (await this.teams.exists(teamId))) return teamId;
    throw new ValidationError([{ field: 'teamId', message: 'does not exist' }]);
  }

  /** Writes the current tenant's copy of a member; again and again without harm. */
  async project(user: NewUser): Promise<void> {
    await this.database.manager.upsert(Member, memberOf(user), ['id']);
  }

  /** Removes the people who belong to this tenant alone; their addresses are free again. @returns how many. */
  async removeOfTenant(tenantId: string): Promise<number> {
    return (await this.control.query(REMOVE_OF_TENANT, [tenantId])).length;
  }

  /** What a crash between two commits, or a change made in another tenant, left out. */
  async repairProjection(
    user: Pick<User, 'id' | 'name' | 'email' | 'kind'>,
    membership: Membership,
  ): Promise<void> {
    const { id, name, email } = user;
    const { role, active, createdAt } = membership;
    const { kind } = user;
    const member = { id, name, email, kind, role, teamId: null, active, createdAt, updatedAt: createdAt };
    await this.database.manager
      .createQueryBuilder()
      .insert()
      .into(Member)
      .values(member)
      .orUpdate(['name', 'email', 'role', 'active'], ['id'])
      .execute();
  }

  /** User and membership, in the given control transaction. */
  async insert(manager: ControlManager, user: NewUser): Promise<void> {
    const { id, tenantId, role, createdAt } = user;
    await this.insertPerson(manager, user, tenantId);
    await this.join(manager, { userId: id, tenantId, role, active: true, createdAt });
  }

  /** A place for a person who is there already, in the given control transaction. */
  async join(manager: ControlManager, membership: Membership): Promise<void> {
    await manager.insert(Membership, membership);
  }

  /** Somebody who is no member of anything yet, in the given control transaction. */
  async insertPerson(
    manager: ControlManager,
    { id, email, name, kind, passwordHash, createdAt }: NewPerson,
    lastTenantId: string | null = null,
  ): Promise<void> {
    const person = { id, email, name, kind, passwordHash, lastTenantId, createdAt, updatedAt: createdAt };
    await manager.insert(User, person);
  }
}

function memberOf({ id, name, email, kind, role, teamId, createdAt }: NewUser): Member {
  return { id, name, email, kind, role, teamId, active: true, createdAt, updatedAt: createdAt };
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
