export { CredentialRules, type KeyRules } from './credential-rules.js';
export { FieldRulesField } from './field-rules.field.js';
export { PermissionGuard } from './permission.guard.js';
export type { FieldRules, PolicyRules } from './policy-rules.js';
export { RolesModule } from './roles.module.js';
export { RolesService } from './roles.service.js';
export { RulesCheck } from './rules-check.js';
