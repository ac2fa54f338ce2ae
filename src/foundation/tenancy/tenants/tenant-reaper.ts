import { Injectable } from '@nestjs/common';
import { type Sweep, Sweeper } from '../../../platform/queue/sweeper.js';
import { TenantsService } from './tenants.service.js';

const BATCH = 20;

/** Removes what a registration that died half-way left behind. */
@Injectable()
export class TenantReaper implements Sweep {
  readonly name = 'abandoned tenants';

  constructor(
    private readonly tenants: TenantsService,
    sweeper: Sweeper,
  ) {
    sweeper.add(this);
  }

  async sweep(): Promise<void> {
    for (const tenant of await this.tenants.listAbandoned(BATCH)) await this.tenants.discard(tenant);
  }
}
