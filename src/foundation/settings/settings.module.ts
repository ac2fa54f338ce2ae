import { Global, Module } from '@nestjs/common';
import { OriginDirectory } from '../../platform/http/origin-directory.js';
import { TenantCalendar } from '../../platform/resource/tenant-calendar.js';
import { PasswordPolicy } from './password-policy.js';
import { SettingsCalendar } from './settings-calendar.js';
import { SettingsController } from './settings.controller.js';
import { TenantOrigins } from './tenant-origins.js';
import { TenantPolicies } from './tenant-policies.js';
import { TenantSettings } from './tenant-settings.js';

/** Global: every room may ask its tenant's settings, and it binds the platform's ports to origins and calendars. */
@Global()
@Module({
  controllers: [SettingsController],
  providers: [
    TenantSettings,
    TenantPolicies,
    PasswordPolicy,
    { provide: OriginDirectory, useClass: TenantOrigins },
    { provide: TenantCalendar, useClass: SettingsCalendar },
  ],
  exports: [TenantSettings, TenantPolicies, PasswordPolicy, OriginDirectory, TenantCalendar],
})
export class SettingsModule {}
