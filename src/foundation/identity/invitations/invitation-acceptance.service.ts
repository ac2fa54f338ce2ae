import { Injectable } from '@nestjs/common';
import { ConflictError, PermissionDeniedError, UnavailableError } from '../../../kernel/errors.js';
import { AuditTrail } from '../../../platform/audit/audit-trail.js';
import { runInTenant } from '../../../platform/context/request-context.js';
import type { TenantReference } from '../../../platform/context/tenant-reference.js';
import { ControlDatabase } from '../../../platform/database/control-database.js';
import { databaseErrorCode } from '../../../platform/database/database-errors.js';
import { MINIMUM_TENANT_SCHEMA } from '../../../platform/database/minimum-schema.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { TenantsService } from '../../tenancy/tenants/index.js';
import { AuthService, type TokensDto } from '../auth/index.js';
import type { AcceptInvitationDto } from './dto/accept-invitation.dto.js';
import type { InvitationPreviewDto } from './dto/invitation-preview.dto.js';
import type { Invitation } from './invitation.entity.js';
import { type Invitee, Invitees } from './invitees.js';
import { OpenInvitations } from './open-invitations.js';

const UNIQUE_VIOLATION = '23505';

/** What the holder of an invitation's token may do. */
@Injectable()
export class InvitationAcceptanceService {
  constructor(
    private readonly control: ControlDatabase,
    private readonly database: TenantDatabase,
    private readonly tenants: TenantsService,
    private readonly invitations: OpenInvitations,
    private readonly invitees: Invitees,
    private readonly auth: AuthService,
    private readonly audit: AuditTrail,
  ) {}

  async preview(token: string): Promise<InvitationPreviewDto> {
    const { tenantId, email, role, expiresAt } = await this.invitations.find(token);
    return {
      tenantName: await this.tenants.nameOf(tenantId),
      email,
      role,
      hasAccount: await this.invitees.hasAccount(email),
      expiresAt: expiresAt.toISOString(),
    };
  }

  /** Makes the membership and logs in. @throws what `OpenInvitations.find` and `Invitees.identify` throw */
  async accept(input: AcceptInvitationDto, userAgent: string | null): Promise<TokensDto> {
    const invitation = await this.invitations.find(input.token);
    const tenant = await this.usableTenant(invitation.tenantId);
    const invitee = await this.identify(invitation, tenant, input);
    const { id: userId } = invitee;
    const { role } = invitation;
    const actor = { kind: 'user', id: userId, role } as const;
    const session = await runInTenant(tenant, () => this.join(invitation, invitee, userAgent), actor);
    return this.auth.welcome({ userId, tenantId: tenant.id, role, ...session });
  }

  /** In the invited tenant. The control plane commits inside: should the other commit be lost, a login repairs it. */
  private async join(invitation: Invitation, invitee: Invitee, userAgent: string | null) {
    const { tenantId, role } = invitation;
    try {
      return await this.database.transaction(async () => {
        await this.audit.record({ action: 'invitation.accepted', subject: subjectOf(invitation) });
        return this.control.transaction(async (manager) => {
          await this.invitations.use(manager, invitation);
          await this.invitees.admit(manager, invitee, role);
          return this.auth.enter(manager, { userId: invitee.id, tenantId }, userAgent);
        });
      });
    } catch (error) {
      if (databaseErrorCode(error) !== UNIQUE_VIOLATION) throw error;
      throw new ConflictError('An account for this address was made at this very moment; try again');
    }
  }

  private async identify(
    invitation: Invitation,
    tenant: TenantReference,
    input: AcceptInvitationDto,
  ): Promise<Invitee> {
    try {
      return await this.invitees.identify(invitation, input);
    } catch (error) {
      if (error instanceof PermissionDeniedError) {
        await this.audit.recordRefusal({
          action: 'invitation.refused',
          tenant,
          subject: subjectOf(invitation),
        });
      }
      throw error;
    }
  }

  private async usableTenant(tenantId: string): Promise<TenantReference> {
    const tenant = await this.tenants.find(tenantId);
    if (tenant?.state !== 'active' || tenant.schemaVersion < MINIMUM_TENANT_SCHEMA) {
      throw new UnavailableError('The tenant is not available at the moment', 30);
    }
    return tenant;
  }
}

function subjectOf({ id }: Invitation) {
  return { resource: 'invitation', id };
}
