import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { ConflictError, DuplicateError } from '../../../kernel/errors.js';
import { ControlDatabase, type ControlManager } from '../../../platform/database/control-database.js';
import { databaseErrorCode } from '../../../platform/database/database-errors.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { TenantsService } from '../../tenancy/tenants/index.js';
import type { UserDto } from './dto/user.dto.js';
import { Member } from './member.entity.js';
import { MemberEvents } from './member-events.js';
import { Membership } from './membership.entity.js';
import { User } from './user.entity.js';
import type { UserKind } from './user-kind.js';
import { userView } from './user-view.js';

const UNIQUE_VIOLATION = '23505';

const INSERT_MEMBER = `INSERT INTO members
    (id, name, email, kind, role, team_id, active, created_at, updated_at, version)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (id) DO NOTHING`;
const LOCK_MEMBER = 'SELECT 1 FROM members WHERE id = $1 FOR UPDATE';
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

/** What a tenant's own copy has of a person. */
export type ProjectedPerson = Pick<User, 'id' | 'name' | 'email' | 'kind'>;

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
    private readonly events: MemberEvents,
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

  /** A person and their place in the current tenant. @throws {DuplicateError} when the e-mail belongs to somebody. */
  async add(user: NewUser): Promise<UserDto> {
    try {
      await this.events.prepare();
      // The control plane commits inside; should the tenant's own commit be lost after it, the next login repairs it.
      await this.database.transaction(async () => {
        await this.project(user);
        await this.events.added('created', memberOf(user));
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

  /** Writes the current tenant's copy of a member; again and again without harm. */
  async project(user: NewUser): Promise<void> {
    await this.database.manager.upsert(Member, memberOf(user), ['id']);
  }

  /** Removes the people who belong to this tenant alone; their addresses are free again. @returns how many. */
  async removeOfTenant(tenantId: string): Promise<number> {
    return (await this.control.query(REMOVE_OF_TENANT, [tenantId])).length;
  }

  /** Writes the copy of whom a tenant is made with; again and again without harm. */
  async projectFounder(person: ProjectedPerson, membership: Membership): Promise<void> {
    await this.database.manager.upsert(Member, placeOf(person, membership), ['id']);
  }

  /** Mends what a crash between two commits, or a change made in another tenant, left out. */
  async repairProjection(person: ProjectedPerson, membership: Membership): Promise<void> {
    const known = await this.database.manager.findOneBy(Member, { id: person.id });
    if (known !== null && isUpToDate(known, person, membership)) return;
    await this.giveProjection(person, membership);
  }

  /** Gives a person their place in the tenant's own copy, and tells of it; joins the open transaction. */
  async giveProjection(person: ProjectedPerson, membership: Membership): Promise<void> {
    await this.events.prepare();
    await this.database.transaction(async () => {
      const member = placeOf(person, membership);
      if (await this.insertMember(member)) await this.events.added('joined', member);
      else await this.bringUpToDate(member);
    });
  }

  /** @returns false when the person is known already. */
  private async insertMember(member: Member): Promise<boolean> {
    const { id, name, email, kind, role, teamId, active, createdAt, updatedAt, version } = member;
    const values = [id, name, email, kind, role, teamId, active, createdAt, updatedAt, version];
    return (await this.database.execute({ text: INSERT_MEMBER, values })) === 1;
  }

  private async bringUpToDate({ id, name, email, role, active }: Member): Promise<void> {
    await this.database.execute({ text: LOCK_MEMBER, values: [id] });
    const before = await this.database.manager.findOneByOrFail(Member, { id });
    const after = { ...before, name, email, role, active, updatedAt: this.clock.now() };
    const isBack = active && !before.active;
    const version = isBack
      ? await this.events.rejoined(before, after)
      : await this.events.changed(before, after);
    if (version === before.version) return;
    const { updatedAt } = after;
    await this.database.manager.update(Member, { id }, { name, email, role, active, updatedAt, version });
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
  return { id, name, email, kind, role, teamId, active: true, createdAt, updatedAt: createdAt, version: 1 };
}

function placeOf(
  { id, name, email, kind }: ProjectedPerson,
  { role, active, createdAt }: Membership,
): Member {
  return { id, name, email, kind, role, teamId: null, active, createdAt, updatedAt: createdAt, version: 1 };
}

function isUpToDate(member: Member, { name, email }: ProjectedPerson, { role, active }: Membership): boolean {
  return member.name === name && member.email === email && member.role === role && member.active === active;
}
