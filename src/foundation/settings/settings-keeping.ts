import { Injectable } from '@nestjs/common';
import { JournalKeeping } from '../../platform/journal/journal-keeping.js';
import { TenantSettings } from './tenant-settings.js';

/** Keeps the journal of a tenant for as long as it has chosen. */
@Injectable()
export class SettingsKeeping extends JournalKeeping {
  constructor(private readonly settings: TenantSettings) {
    super();
  }

  async days(): Promise<number> {
    return (await this.settings.current()).retentionDays;
  }
}
