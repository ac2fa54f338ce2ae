export { type PasswordHolder, PasswordPolicy } from './password-policy.js';
export type { Settings } from './settings.js';
export { SettingsModule } from './settings.module.js';
export { TenantPolicies } from './tenant-policies.js';
export { TenantSettings } from './tenant-settings.js';
