import { Injectable } from '@nestjs/common';
import { ConflictError, staleVersion, UnavailableError } from '../../../kernel/errors.js';
import { type AuditFact, AuditTrail } from '../../../platform/audit/audit-trail.js';
import { runInTenant } from '../../../platform/context/request-context.js';
import { TenantDirectory } from '../../../platform/context/tenant-directory.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { TenantClosings, TenantProfiles } from '../tenants/index.js';
import type { OrganizationDto } from './dto/organization.dto.js';
import type { UpdateOrganizationDto } from './dto/update-organization.dto.js';
import { organizationView } from './organization-view.js';
import { OwnOrganizations } from './own-organizations.js';
import { profileOf } from './profile-input.js';

/** What those who manage an organization may do with it. Every change stands in that organization's own audit log. */
@Injectable()
export class OrganizationManagementService {
  constructor(
    private readonly own: OwnOrganizations,
    private readonly profiles: TenantProfiles,
    private readonly closings: TenantClosings,
    private readonly tenants: TenantDirectory,
    private readonly database: TenantDatabase,
    private readonly audit: AuditTrail,
  ) {}

  async update(id: string, input: UpdateOrganizationDto, version?: number): Promise<OrganizationDto> {
    const { state } = await this.own.manage(id, 'organizations:update');
    if (state !== 'active') throw new ConflictError('The organization is not active');
    const profile = profileOf(input);
    await this.within(id, () =>
      this.profiles.update(id, profile, version, (changes) =>
        this.record('organization.updated', id, { changes }),
      ),
    );
    return organizationView(await this.own.get(id));
  }

  /** Starts its grace time; one that is being closed already stays as it is. */
  async close(id: string, version?: number): Promise<void> {
    const before = await this.own.manage(id, 'organizations:delete');
    if (version !== undefined && version !== before.version) throw staleVersion({});
    if (before.state === 'closing') return;
    const closesAt = this.closings.end();
    await this.within(id, async () => {
      await this.record('organization.closed', id, { closesAt: closesAt.toISOString() });
      await this.closings.close(id, closesAt);
    });
  }

  /** Ends its grace time: it is as before. @throws {ConflictError} when there is none, or it is over. */
  async restore(id: string): Promise<OrganizationDto> {
    await this.own.manage(id, 'organizations:delete');
    await this.within(id, async () => {
      await this.record('organization.restored', id, {});
      await this.closings.takeBack(id);
    });
    return organizationView(await this.own.get(id));
  }

  private record(action: string, id: string, details: NonNullable<AuditFact['details']>): Promise<void> {
    return this.audit.record({ action, subject: { resource: 'organization', id }, details });
  }

  /**
   * In one transaction of that organization's database, which may be another than the request's. The control plane
   * commits inside, last: should it refuse, nothing is told that did not happen.
   */
  private async within(id: string, work: () => Promise<void>): Promise<void> {
    const tenant = await this.tenants.find(id);
    if (tenant === undefined)
      throw new UnavailableError('The organization is not available at the moment', 1);
    await runInTenant(tenant, () => this.database.transaction(work));
  }
}
