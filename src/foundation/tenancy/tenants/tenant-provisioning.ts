import { Injectable, Logger } from '@nestjs/common';
import { runInTenant } from '../../../platform/context/request-context.js';
import type { TenantReference } from '../../../platform/context/tenant-reference.js';
import { ControlDatabase, type ControlManager } from '../../../platform/database/control-database.js';
import { errorLine } from '../../../platform/logging/error-line.js';
import { type NewTenant, TenantsService } from './tenants.service.js';

/** What whoever makes a tenant adds to it. */
export interface Completion<Result> {
  /** Its first member's place in its own database; runs in the tenant's context. */
  readonly inTenant: () => Promise<void>;
  /** The same in the control database, in the transaction that makes the tenant active. */
  readonly inControl: (manager: ControlManager) => Promise<Result>;
}

/**
 * The making of a tenant. It spans two databases and a statement that no transaction holds, so it goes: a
 * `provisioning` row · the database · the member in it · then, in one control transaction, membership and `active`.
 * What fails is removed at once; what dies before that last step is removed by the reaper.
 */
@Injectable()
export class TenantProvisioning {
  private readonly logger = new Logger(TenantProvisioning.name);

  constructor(
    private readonly control: ControlDatabase,
    private readonly tenants: TenantsService,
  ) {}

  /** A tenant with a database that nobody is in yet. */
  async provision(input: NewTenant): Promise<TenantReference> {
    const tenant = await this.tenants.begin(input);
    await this.orDiscard(tenant, () => this.tenants.createDatabase(tenant));
    return tenant;
  }

  /** Moves its first member in. */
  complete<Result>(tenant: TenantReference, { inTenant, inControl }: Completion<Result>): Promise<Result> {
    return this.orDiscard(tenant, async () => {
      await runInTenant(tenant, inTenant);
      return this.control.transaction(async (manager) => {
        await this.tenants.activate(manager, tenant.id);
        return inControl(manager);
      });
    });
  }

  private async orDiscard<Result>(tenant: TenantReference, work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      await this.discard(tenant);
      throw error;
    }
  }

  private async discard(tenant: TenantReference): Promise<void> {
    try {
      await this.tenants.discard(tenant);
    } catch (error) {
      this.logger.warn(`Tenant ${tenant.id} is left to the reaper: ${errorLine(error)}`);
    }
  }
}
