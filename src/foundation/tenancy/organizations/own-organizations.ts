import { Injectable } from '@nestjs/common';
import type { BusinessHours } from '../../../kernel/business-hours.js';
import { NotFoundError, PermissionDeniedError, UnavailableError } from '../../../kernel/errors.js';
import { AccessPolicy } from '../../../platform/access/access-policy.js';
import { AuditTrail } from '../../../platform/audit/audit-trail.js';
import { currentActor, runInTenant } from '../../../platform/context/request-context.js';
import { TenantDirectory } from '../../../platform/context/tenant-directory.js';
import { ControlDatabase } from '../../../platform/database/control-database.js';

const OF_CALLER = `FROM memberships m JOIN tenants t ON t.id = m.tenant_id
  WHERE m.user_id = $1 AND m.active AND t.state <> 'provisioning'`;
const COLUMNS = `t.id, t.name, t.slug, m.role, t.plan, t.state, t.industry, t.business_type AS "businessType", t.phone, t.email,
  t.business_hours AS "businessHours", t.closes_at AS "closesAt", t.created_at AS "createdAt",
  t.updated_at AS "updatedAt", t.version`;
const LIST = `SELECT ${COLUMNS} ${OF_CALLER} ORDER BY m.created_at, t.id LIMIT $2 OFFSET $3`;
const COUNT = `SELECT count(*)::integer AS count ${OF_CALLER}`;
const FIND = `SELECT ${COLUMNS} ${OF_CALLER} AND t.id = $2`;

/** A tenant, and the caller's role in it. */
export interface OrganizationRow {
  readonly [column: string]: unknown;
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  readonly role: string;
  readonly plan: string;
  readonly state: string;
  readonly industry: string | null;
  readonly businessType: string | null;
  readonly phone: string | null;
  readonly email: string | null;
  readonly businessHours: BusinessHours | null;
  readonly closesAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly version: number;
}

/** The caller's tenants, whichever of them the request came in by: the role that counts is the one in each of them. */
@Injectable()
export class OwnOrganizations {
  constructor(
    private readonly control: ControlDatabase,
    private readonly tenants: TenantDirectory,
    private readonly policy: AccessPolicy,
    private readonly audit: AuditTrail,
  ) {}

  async count(): Promise<number> {
    const [counted] = await this.control.query<{ count: number }>(COUNT, [currentActor().id]);
    return counted?.count ?? 0;
  }

  list(limit: number, offset: number): Promise<OrganizationRow[]> {
    return this.control.query<OrganizationRow>(LIST, [currentActor().id, limit, offset]);
  }

  /** @throws {NotFoundError} also when it exists and the caller is no active member. */
  async get(id: string): Promise<OrganizationRow> {
    const [row] = await this.control.query<OrganizationRow>(FIND, [currentActor().id, id]);
    if (row === undefined) throw new NotFoundError('Organization');
    return row;
  }

  /**
   * One in which the caller holds the permission, by their role there.
   *
   * @throws {NotFoundError} · {PermissionDeniedError} · {UnavailableError} 503 while its database cannot be asked
   */
  async manage(id: string, permission: string): Promise<OrganizationRow> {
    const row = await this.get(id);
    const tenant = await this.tenants.find(id);
    if (tenant === undefined)
      throw new UnavailableError('The organization is not available at the moment', 1);
    const { id: userId } = currentActor();
    const there = await runInTenant(tenant, () =>
      this.policy.of({ kind: 'user', id: userId, role: row.role }),
    );
    if (there.reach(permission) !== undefined) return row;
    await this.audit.recordRefusal({
      action: 'permission.denied',
      subject: { resource: 'organization', id },
      details: { permission, role: row.role },
      tenant,
    });
    throw new PermissionDeniedError();
  }
}
