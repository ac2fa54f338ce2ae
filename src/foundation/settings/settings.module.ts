import { Global, Module } from '@nestjs/common';
import { OriginDirectory } from '../../platform/http/origin-directory.js';
import { PasswordPolicy } from './password-policy.js';
import { SettingsController } from './settings.controller.js';
import { TenantOrigins } from './tenant-origins.js';
import { TenantPolicies } from './tenant-policies.js';
import { TenantSettings } from './tenant-settings.js';

/** Global: every room may ask its tenant's settings, and it binds the platform's port to origins. */
@Global()
@Module({
  controllers: [SettingsController],
  providers: [
    TenantSettings,
    TenantPolicies,
    PasswordPolicy,
    { provide: OriginDirectory, useClass: TenantOrigins },
  ],
  exports: [TenantSettings, TenantPolicies, PasswordPolicy, OriginDirectory],
})
export class SettingsModule {}
