import { Injectable } from '@nestjs/common';
import { TenantCalendar } from '../../platform/resource/tenant-calendar.js';
import { TenantSettings } from './tenant-settings.js';

/** Counts the days of a tenant in the time zone it has chosen. */
@Injectable()
export class SettingsCalendar extends TenantCalendar {
  constructor(private readonly settings: TenantSettings) {
    super();
  }

  async timeZone(): Promise<string> {
    return (await this.settings.current()).timeZone;
  }
}
