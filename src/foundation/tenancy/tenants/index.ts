export { TenantMigrations } from './tenant-migrations.js';
export { TenantsModule } from './tenants.module.js';
export { type NewTenant, TenantsService } from './tenants.service.js';
