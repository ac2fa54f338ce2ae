import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { PersonalDataStores } from '../../../platform/privacy/personal-data-stores.js';
import { StatusHistory } from '../../../platform/resource/past/status-history.js';
import type { Ticket } from './ticket.entity.js';

@Injectable()
export class TicketStatusHistory extends StatusHistory<Ticket> {
  constructor(database: TenantDatabase, stores: PersonalDataStores) {
    super(database, stores, { name: 'ticketStatusChanges', resource: 'ticket' });
  }
}
