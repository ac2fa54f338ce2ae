export { TenantClosings } from './tenant-closings.js';
export { TenantMigrations } from './tenant-migrations.js';
export { type TenantProfile, TenantProfiles } from './tenant-profiles.js';
export { TenantProvisioning } from './tenant-provisioning.js';
export { TenantsModule } from './tenants.module.js';
export { type NewTenant, TenantsService } from './tenants.service.js';
