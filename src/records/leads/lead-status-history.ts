import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { PersonalDataStores } from '../../platform/privacy/personal-data-stores.js';
import { StatusHistory } from '../../platform/resource/past/status-history.js';
import type { Lead } from './lead.entity.js';

@Injectable()
export class LeadStatusHistory extends StatusHistory<Lead> {
  constructor(database: TenantDatabase, stores: PersonalDataStores) {
    super(database, stores, { name: 'statusChanges', resource: 'lead' });
  }
}
