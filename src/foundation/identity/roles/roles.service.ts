import { Injectable } from '@nestjs/common';
import { ValidationError } from '../../../kernel/errors.js';
import { RecordFoundation } from '../../../platform/resource/record-foundation.js';
import type { RecordView } from '../../../platform/resource/resource-descriptor.js';
import { ResourceService } from '../../../platform/resource/resource.service.js';
import type { WriteOptions } from '../../../platform/resource/writes/write-options.js';
import type { RoleCatalogueDto } from './dto/role-catalogue.dto.js';
import { PermissionCatalogue } from './permission-catalogue.js';
import type { Role } from './role.entity.js';
import { BuiltInRoleError, RoleInUseError } from './role.errors.js';
import { roleResource } from './role.policy.js';
import { RulesCheck } from './rules-check.js';

const COUNT_HOLDERS = 'SELECT count(*)::integer AS count FROM members WHERE role = $1';
const FIND = `SELECT name, permissions, field_rules AS "fieldRules" FROM roles
  WHERE lower(name) = lower($1) AND deleted_at IS NULL FOR SHARE`;

/** The tenant's roles: the three built-in ones, and its own. */
@Injectable()
export class RolesService extends ResourceService<Role> {
  constructor(
    foundation: RecordFoundation,
    private readonly catalogue: PermissionCatalogue,
    private readonly rules: RulesCheck,
  ) {
    super(roleResource, foundation);
  }

  async describeCatalogue(): Promise<RoleCatalogueDto> {
    const resources: RoleCatalogueDto['resources'] = [];
    for (const name of this.catalogue.resources)
      resources.push({ name, fields: [...((await this.catalogue.fieldsOf(name)) ?? [])] });
    return { permissions: [...this.catalogue.permissions], resources };
  }

  /**
   * The role's name as it is written, for a membership that is to hold it. Inside the membership's transaction the
   * role cannot be deleted meanwhile.
   *
   * @throws {ValidationError} 422 when there is no such role · {GrantTooWideError} 403 when the caller holds less
   */
  async requireAssignable(name: string): Promise<string> {
    const [role] = await this.foundation.database.query<Pick<Role, 'name' | 'permissions' | 'fieldRules'>>({
      text: FIND,
      values: [name],
    });
    if (role === undefined) throw new ValidationError([{ field: 'role', message: 'does not exist' }]);
    await this.rules.assertHeld(role, 'role');
    return role.name;
  }

  /**
   * What is seen through a team changes with its members, so nobody whose own rights end at a team moves people.
   *
   * @throws {GrantTooWideError} 403
   */
  requireReachBeyondTeams(): Promise<void> {
    return this.rules.assertBeyondTeams('teamId');
  }

  /** Inside a transaction it cannot be deleted meanwhile. */
  async exists(name: string): Promise<boolean> {
    return (await this.foundation.database.query({ text: FIND, values: [name] })).length > 0;
  }

  /** @throws {RoleInUseError} 409 */
  override async remove(id: string, options: WriteOptions = {}): Promise<void> {
    await this.write(async () => {
      const role = await this.find(id, 'delete', { lock: true });
      await this.refuseUntouchable(role);
      await this.refuseHeld(role);
      await super.remove(id, options);
    });
  }

  override async restore(id: string): Promise<RecordView> {
    await this.rules.assertHeld(await this.find(id, 'delete', { deleted: true }));
    return super.restore(id);
  }

  protected override async check(after: Role, before: Role | undefined): Promise<void> {
    if (before !== undefined) {
      await this.refuseUntouchable(before);
      if (after.name !== before.name) await this.refuseHeld(before);
    }
    await this.rules.assertMeaningful(after, before);
    await this.rules.assertHeld(after);
  }

  /** Whoever could not have made a role does not change it either. */
  private async refuseUntouchable(role: Role): Promise<void> {
    if (role.builtIn) throw new BuiltInRoleError(role.name);
    await this.rules.assertHeld(role);
  }

  private async refuseHeld(role: Role): Promise<void> {
    const [row] = await this.foundation.database.query<{ count: number }>({
      text: COUNT_HOLDERS,
      values: [role.name],
    });
    if (row !== undefined && row.count > 0) throw new RoleInUseError(row.count);
  }
}
