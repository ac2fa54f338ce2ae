import { Global, Module } from '@nestjs/common';
import { TenantDirectory } from '../../../platform/context/tenant-directory.js';
import { TenantClosings } from './tenant-closings.js';
import { TenantMigrations } from './tenant-migrations.js';
import { TenantProfiles } from './tenant-profiles.js';
import { TenantProvisioning } from './tenant-provisioning.js';
import { TenantReaper } from './tenant-reaper.js';
import { TenantsService } from './tenants.service.js';

/** Global: it binds the platform's port to tenants, which every job and guard asks. */
@Global()
@Module({
  providers: [
    TenantsService,
    TenantProvisioning,
    TenantProfiles,
    TenantClosings,
    TenantMigrations,
    TenantReaper,
    { provide: TenantDirectory, useExisting: TenantsService },
  ],
  exports: [
    TenantsService,
    TenantProvisioning,
    TenantProfiles,
    TenantClosings,
    TenantMigrations,
    TenantDirectory,
  ],
})
export class TenantsModule {}
