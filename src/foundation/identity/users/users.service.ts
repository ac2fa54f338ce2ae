import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { ConflictError, DuplicateError } from '../../../kernel/errors.js';
import { newId } from '../../../kernel/identifiers.js';
import type { Page } from '../../../kernel/page.js';
import { currentTenant } from '../../../platform/context/request-context.js';
import { ControlDatabase, type ControlManager } from '../../../platform/database/control-database.js';
import { databaseErrorCode } from '../../../platform/database/database-errors.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { numberedPage } from '../../../platform/http/page-of.js';
import { readPageQuery } from '../../../platform/http/page-query.js';
import type { Role } from '../roles/index.js';
import type { CreateUserDto } from './dto/create-user.dto.js';
import type { UserDto } from './dto/user.dto.js';
import { Member } from './member.entity.js';
import { Membership } from './membership.entity.js';
import { NewPasswords } from './new-passwords.js';
import { User } from './user.entity.js';
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
  readonly createdAt: Date;
}

/** A person and the membership that comes with them. */
export interface NewUser extends NewPerson {
  readonly tenantId: string;
  readonly role: Role;
}

/** People in the control database, their memberships, and the tenant's projection of them. */
@Injectable()
export class UsersService {
  constructor(
    private readonly control: ControlDatabase,
    private readonly database: TenantDatabase,
    private readonly passwords: NewPasswords,
    private readonly clock: Clock,
  ) {}

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
    const user: NewUser = {
      id: newId(),
      email: input.email,
      name: input.name,
      passwordHash:
        input.password === undefined ? null : await this.passwords.hash(input.password, 'password'),
      tenantId: currentTenant().id,
      role: input.role,
      createdAt: this.clock.now(),
    };
    try {
      // The control plane commits inside; should the tenant's own commit be lost after it, the next login repairs it.
      await this.database.transaction(async () => {
        await this.project(user);
        await this.control.transaction((manager) => this.insert(manager, user));
      });
    } catch (error) {
      if (databaseErrorCode(error) !== UNIQUE_VIOLATION) throw error;
      throw new DuplicateError('A user with this e-mail exists already', {
        details: [{ field: 'email', message: 'is already taken' }],
      });
    }
    return userView(memberOf(user));
  }

  async list(query: Readonly<Record<string, unknown>>): Promise<Page<UserDto>> {
    const page = readPageQuery(query);
    const [members, total] = await this.database.manager.findAndCount(Member, {
      order: { createdAt: 'ASC', id: 'ASC' },
      skip: (page.page - 1) * page.pageSize,
      take: page.pageSize,
    });
    return numberedPage(members.map(userView), total, page);
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
  async repairProjection(user: Pick<User, 'id' | 'name' | 'email'>, membership: Membership): Promise<void> {
    const { id, name, email } = user;
    const { role, active, createdAt } = membership;
    const member = { id, name, email, role, teamId: null, active, createdAt, updatedAt: createdAt };
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
    await manager.insert(Membership, { userId: id, tenantId, role, active: true, createdAt });
  }

  /** Somebody who is no member of anything yet, in the given control transaction. */
  async insertPerson(
    manager: ControlManager,
    { id, email, name, passwordHash, createdAt }: NewPerson,
    lastTenantId: string | null = null,
  ): Promise<void> {
    const person = { id, email, name, passwordHash, lastTenantId, createdAt, updatedAt: createdAt };
    await manager.insert(User, person);
  }
}

function memberOf({ id, name, email, role, createdAt }: NewUser): Member {
  return { id, name, email, role, teamId: null, active: true, createdAt, updatedAt: createdAt };
}
