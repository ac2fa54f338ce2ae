import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { ConflictError, DuplicateError, NotFoundError } from '../../../kernel/errors.js';
import { currentActor, currentTenant } from '../../../platform/context/request-context.js';
import { ControlDatabase, type ControlManager } from '../../../platform/database/control-database.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { RolesService } from '../roles/index.js';
import { TeamsService } from '../teams/index.js';
import type { UpdateProfileDto } from './dto/update-profile.dto.js';
import type { UpdateUserDto } from './dto/update-user.dto.js';
import type { UserDto } from './dto/user.dto.js';
import { Member } from './member.entity.js';
import { MemberEvents } from './member-events.js';
import { Membership } from './membership.entity.js';
import { User } from './user.entity.js';
import { userView } from './user-view.js';
import { UsersService } from './users.service.js';

/** Locked in one order, so that of two Admins who demote each other one fails. */
const LOCK_ADMINS = `SELECT user_id AS "userId" FROM memberships
  WHERE tenant_id = $1 AND role = 'Admin' AND active ORDER BY user_id FOR UPDATE`;
const LOCK_MEMBER = 'SELECT 1 FROM members WHERE id = $1 FOR UPDATE';
const FIND_MEMBER = `SELECT 1 FROM memberships m JOIN users u ON u.id = m.user_id
  WHERE m.tenant_id = $1 AND lower(u.email) = lower($2) AND m.active`;

/** Whom a place is given to. */
interface Person {
  readonly id: string;
  readonly email: string;
  readonly name: string;
}

/** Places in the current tenant: who has one, as what, and whether it may be used. */
@Injectable()
export class MembershipsService {
  constructor(
    private readonly control: ControlDatabase,
    private readonly database: TenantDatabase,
    private readonly roles: RolesService,
    private readonly teams: TeamsService,
    private readonly users: UsersService,
    private readonly events: MemberEvents,
    private readonly clock: Clock,
  ) {}

  /** @throws {NotFoundError} */
  async get(userId: string): Promise<UserDto> {
    return userView(await this.find(userId));
  }

  me(): Promise<UserDto> {
    return this.get(currentActor().id);
  }

  /**
   * The role, as it is written, that may be offered to an address.
   *
   * @throws {DuplicateError} when the address is an active member's · what `RolesService.requireAssignable` throws
   */
  async requireOffer(email: string, role: string): Promise<string> {
    const name = await this.roles.requireAssignable(role);
    const members = await this.control.query(FIND_MEMBER, [currentTenant().id, email]);
    if (members.length === 0) return name;
    throw new DuplicateError('Somebody with this e-mail is a member already', {
      details: [{ field: 'email', message: 'is a member already' }],
    });
  }

  /**
   * Gives a person a place, in the given control transaction and the tenant's open one; a place that was deactivated
   * opens again. @throws {DuplicateError} for an active member
   */
  async grant(manager: ControlManager, person: Person, role: string): Promise<void> {
    const place = { userId: person.id, tenantId: currentTenant().id };
    const lock = { mode: 'pessimistic_write' } as const;
    const before = await manager.findOne(Membership, { where: place, lock });
    if (before?.active === true) throw new DuplicateError('Somebody with this e-mail is a member already');
    const membership = { ...place, role, active: true, createdAt: before?.createdAt ?? this.clock.now() };
    await manager.save(Membership, membership);
    await this.users.giveProjection({ ...person, kind: 'person' }, membership);
  }

  /**
   * Role and activity; a session sees both within a second. @throws {ConflictError} when no Admin would be left.
   */
  async change(userId: string, { role, active, teamId }: UpdateUserDto): Promise<UserDto> {
    await this.events.prepare();
    return this.database.transaction(async () => {
      // Locked: what another change has taken away meanwhile must not be written back.
      const before = await this.find(userId, { lock: true });
      // Whoever holds less than a member neither raises nor removes them.
      await this.roles.requireAssignable(before.role);
      const place = {
        role: role === undefined ? before.role : await this.roles.requireAssignable(role),
        active: active ?? before.active,
      };
      const team = teamId === undefined ? before.teamId : await this.teams.requireTeam(teamId);
      // Also into one's own team: it would show what the newcomer owns.
      if (team !== before.teamId) await this.roles.requireReachBeyondTeams();
      const after = { ...before, ...place, teamId: team, updatedAt: this.clock.now() };
      await this.keep(before, after);
      // The control plane decides who may act, and commits inside: should it refuse, nothing is changed.
      await this.control.transaction(async (manager) => {
        await this.keepAnAdmin(manager, userId, place);
        await manager.update(Membership, { userId, tenantId: currentTenant().id }, place);
      });
      return userView(after);
    });
  }

  /** What people may say of themselves. Their other tenants learn of it at the next login there. */
  async changeProfile({ name }: UpdateProfileDto): Promise<UserDto> {
    const userId = currentActor().id;
    await this.events.prepare();
    return this.database.transaction(async () => {
      const before = await this.find(userId, { lock: true });
      if (name === undefined) return userView(before);
      const change = { name, updatedAt: this.clock.now() };
      await this.keep(before, { ...before, ...change });
      await this.control.repository(User).update({ id: userId }, change);
      return userView({ ...before, ...change });
    });
  }

  /** In the change's own transaction: one that the control plane refuses is neither kept nor told. */
  private async keep(before: Member, after: Member): Promise<void> {
    const version = await this.events.changed(before, after);
    const { id, name, role, teamId, active, updatedAt } = after;
    await this.database.manager.update(Member, { id }, { name, role, teamId, active, updatedAt, version });
  }

  private async find(userId: string, { lock = false } = {}): Promise<Member> {
    if (lock) await this.database.execute({ text: LOCK_MEMBER, values: [userId] });
    const member = await this.database.manager.findOneBy(Member, { id: userId });
    if (member === null) throw new NotFoundError('User');
    return member;
  }

  private async keepAnAdmin(
    manager: ControlManager,
    userId: string,
    { role, active }: { role: string; active: boolean },
  ): Promise<void> {
    const admins = await manager.query<{ userId: string }[]>(LOCK_ADMINS, [currentTenant().id]);
    const isLast = admins.length === 1 && admins[0]?.userId === userId;
    if (isLast && (role !== 'Admin' || !active)) {
      throw new ConflictError('A tenant keeps at least one active Admin', {
        details: [{ field: active ? 'role' : 'active', message: 'would leave the tenant without an Admin' }],
      });
    }
  }
}
