import { Global, Module } from '@nestjs/common';
import { OriginDirectory } from '../../platform/http/origin-directory.js';
import { JournalKeeping } from '../../platform/journal/journal-keeping.js';
import { TenantCalendar } from '../../platform/resource/tenant-calendar.js';
import { PasswordPolicy } from './password-policy.js';
import { SettingsCalendar } from './settings-calendar.js';
import { SettingsKeeping } from './settings-keeping.js';
import { SettingsController } from './settings.controller.js';
import { TenantOrigins } from './tenant-origins.js';
import { TenantPolicies } from './tenant-policies.js';
import { TenantSettings } from './tenant-settings.js';

/** Global: every room may ask its tenant's settings, and it binds the platform's ports to what they say. */
@Global()
@Module({
  controllers: [SettingsController],
  providers: [
    TenantSettings,
    TenantPolicies,
    PasswordPolicy,
    { provide: OriginDirectory, useClass: TenantOrigins },
    { provide: TenantCalendar, useClass: SettingsCalendar },
    { provide: JournalKeeping, useClass: SettingsKeeping },
  ],
  exports: [TenantSettings, TenantPolicies, PasswordPolicy, OriginDirectory, TenantCalendar, JournalKeeping],
})
export class SettingsModule {}
