import { Injectable, Logger } from '@nestjs/common';
import { TenantDatabases } from '../../../platform/database/tenant-databases.js';
import { errorLine } from '../../../platform/logging/error-line.js';
import { TenantsService } from './tenants.service.js';

const AT_ONCE = 4;

/** Brings every tenant's database to this build's schema: several at a time, and again from where a crash left it. */
@Injectable()
export class TenantMigrations {
  private readonly logger = new Logger(TenantMigrations.name);

  constructor(
    private readonly tenants: TenantsService,
    private readonly databases: TenantDatabases,
  ) {}

  /** @returns how many tenants were migrated, and the ids of those that failed. */
  async migrateAll(): Promise<{ migrated: number; failed: string[] }> {
    const { version } = this.databases.migrations;
    const waiting = (await this.tenants.list()).filter(
      (tenant) => tenant.state !== 'provisioning' && tenant.schemaVersion < version,
    );
    const failed: string[] = [];
    let migrated = 0;
    const work = async (): Promise<void> => {
      for (let tenant = waiting.shift(); tenant !== undefined; tenant = waiting.shift()) {
        try {
          await this.databases.migrate(tenant.cluster, tenant.database);
          await this.tenants.recordSchemaVersion(tenant.id, version);
          migrated += 1;
        } catch (error) {
          failed.push(tenant.id);
          this.logger.error(`Tenant ${tenant.id} was not migrated: ${errorLine(error)}`);
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    return { migrated, failed };
  }
}
