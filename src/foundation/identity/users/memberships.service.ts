import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { ConflictError, NotFoundError } from '../../../kernel/errors.js';
import { AuditTrail } from '../../../platform/audit/audit-trail.js';
import { currentActor, currentTenant } from '../../../platform/context/request-context.js';
import { ControlDatabase, type ControlManager } from '../../../platform/database/control-database.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { changedFields } from '../../../platform/resource/record-changes.js';
import type { UpdateProfileDto } from './dto/update-profile.dto.js';
import type { UpdateUserDto } from './dto/update-user.dto.js';
import type { UserDto } from './dto/user.dto.js';
import { Member } from './member.entity.js';
import { Membership } from './membership.entity.js';
import { User } from './user.entity.js';
import { userView } from './user-view.js';

/** Locked in one order, so that of two Admins who demote each other one fails. */
const LOCK_ADMINS = `SELECT user_id AS "userId" FROM memberships
  WHERE tenant_id = $1 AND role = 'Admin' AND active ORDER BY user_id FOR UPDATE`;

/** Places in the current tenant: who has one, as what, and whether it may be used. */
@Injectable()
export class MembershipsService {
  constructor(
    private readonly control: ControlDatabase,
    private readonly database: TenantDatabase,
    private readonly audit: AuditTrail,
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
   * Role and activity; a session sees both within a second. @throws {ConflictError} when no Admin would be left.
   */
  change(userId: string, { role, active }: UpdateUserDto): Promise<UserDto> {
    return this.database.transaction(async () => {
      const before = await this.find(userId);
      const place = { role: role ?? before.role, active: active ?? before.active };
      const after = { ...before, ...place, updatedAt: this.clock.now() };
      await this.database.manager.update(Member, { id: userId }, { ...place, updatedAt: after.updatedAt });
      await this.tell(userId, before, place);
      // The control plane decides who may act, and commits inside: should it refuse, nothing is changed.
      await this.control.transaction(async (manager) => {
        await this.keepAnAdmin(manager, userId, place);
        await manager.update(Membership, { userId, tenantId: currentTenant().id }, place);
      });
      return userView(after);
    });
  }

  /** What people may say of themselves. Their other tenants learn of it at the next login there. */
  changeProfile({ name }: UpdateProfileDto): Promise<UserDto> {
    const userId = currentActor().id;
    return this.database.transaction(async () => {
      const before = await this.find(userId);
      if (name === undefined) return userView(before);
      const change = { name, updatedAt: this.clock.now() };
      await this.database.manager.update(Member, { id: userId }, change);
      await this.tell(userId, before, { name });
      await this.control.repository(User).update({ id: userId }, change);
      return userView({ ...before, ...change });
    });
  }

  /** In the change's own transaction: one that the control plane refuses is not told. */
  private async tell(userId: string, before: Member, after: Partial<Member>): Promise<void> {
    const changes = changedFields({ ...before }, { ...after });
    if (Object.keys(changes).length === 0) return;
    await this.audit.record({ action: 'user.updated', subject: { resource: 'user', id: userId }, changes });
  }

  private async find(userId: string): Promise<Member> {
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
