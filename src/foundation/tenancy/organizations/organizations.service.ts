import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { NotFoundError } from '../../../kernel/errors.js';
import type { Page } from '../../../kernel/page.js';
import { AuditTrail } from '../../../platform/audit/audit-trail.js';
import { currentActor } from '../../../platform/context/request-context.js';
import { numberedPage } from '../../../platform/http/page-of.js';
import { readPageQuery } from '../../../platform/http/page-query.js';
import { UsersService } from '../../identity/users/index.js';
import { TenantProvisioning } from '../tenants/index.js';
import type { CreateOrganizationDto } from './dto/create-organization.dto.js';
import type { OrganizationDto } from './dto/organization.dto.js';
import { OrganizationLimit } from './organization-limit.js';
import { organizationView } from './organization-view.js';
import { OwnOrganizations } from './own-organizations.js';
import { profileOf } from './profile-input.js';

/** The caller's organizations, and new ones. */
@Injectable()
export class OrganizationsService {
  constructor(
    private readonly own: OwnOrganizations,
    private readonly limit: OrganizationLimit,
    private readonly provisioning: TenantProvisioning,
    private readonly users: UsersService,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  async list(query: Readonly<Record<string, unknown>>): Promise<Page<OrganizationDto>> {
    const page = readPageQuery(query);
    const total = await this.own.count();
    const rows = await this.own.list(page.pageSize, (page.page - 1) * page.pageSize);
    return numberedPage(rows.map(organizationView), total, page);
  }

  async get(id: string): Promise<OrganizationDto> {
    return organizationView(await this.own.get(id));
  }

  /** A tenant with a database of its own; the caller becomes its Admin. */
  async create(input: CreateOrganizationDto): Promise<OrganizationDto> {
    const { id: userId } = currentActor();
    const profile = profileOf(input);
    const user = await this.users.findById(userId);
    if (user === null) throw new NotFoundError('User');
    await this.limit.take(userId);
    const tenant = await this.provisioning.provision({ ...profile, name: input.name, companyName: null });
    const createdAt = this.clock.now();
    const membership = { userId, tenantId: tenant.id, role: 'Admin', active: true, createdAt };
    await this.provisioning.complete(tenant, {
      inTenant: async () => {
        await this.users.projectFounder(user, membership);
        await this.audit.record({
          action: 'organization.created',
          subject: { resource: 'organization', id: tenant.id },
          details: { name: input.name },
        });
      },
      inControl: (manager) => this.users.join(manager, membership),
    });
    return this.get(tenant.id);
  }
}
