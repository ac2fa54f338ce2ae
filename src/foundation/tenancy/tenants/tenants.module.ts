import { Global, Module } from '@nestjs/common';
import { TenantDirectory } from '../../../platform/context/tenant-directory.js';
import { TenantMigrations } from './tenant-migrations.js';
import { TenantReaper } from './tenant-reaper.js';
import { TenantsService } from './tenants.service.js';

/** Global: it binds the platform's port to tenants, which every job and guard asks. */
@Global()
@Module({
  providers: [
    TenantsService,
    TenantMigrations,
    TenantReaper,
    { provide: TenantDirectory, useExisting: TenantsService },
  ],
  exports: [TenantsService, TenantMigrations, TenantDirectory],
})
export class TenantsModule {}
