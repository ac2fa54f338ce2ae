export { PermissionGuard } from './permission.guard.js';
export { ROLES, type Role } from './roles.js';
export { RolesModule } from './roles.module.js';
