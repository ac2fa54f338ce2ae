import { Injectable, Logger } from '@nestjs/common';
import { type Sweep, Sweeper } from '../../../platform/queue/sweeper.js';
import { errorLine } from '../../../platform/logging/error-line.js';
import { TenantsService } from './tenants.service.js';

const BATCH = 20;

/** Removes what a registration, or a removal, that died half-way left behind. One that fails waits behind the others. */
@Injectable()
export class TenantReaper implements Sweep {
  readonly name = 'abandoned tenants';
  private readonly logger = new Logger(TenantReaper.name);

  constructor(
    private readonly tenants: TenantsService,
    sweeper: Sweeper,
  ) {
    sweeper.add(this);
  }

  async sweep(): Promise<void> {
    for (const tenant of await this.tenants.listAbandoned(BATCH)) {
      try {
        await this.tenants.discard(tenant);
      } catch (error) {
        this.logger.warn(`Tenant ${tenant.id} cannot be removed yet: ${errorLine(error)}`);
        await this.tenants.postponeRemoval(tenant.id);
      }
    }
  }
}
