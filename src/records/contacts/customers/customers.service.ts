import { Injectable } from '@nestjs/common';
import { RecordFoundation } from '../../../platform/resource/record-foundation.js';
import { ContactCompanyLinks } from '../contact-company-links.js';
import { ContactRecords } from '../contact-records.js';
import { LifecycleHistory } from '../lifecycle-history.js';
import { customerPath } from './customer.policy.js';

@Injectable()
export class CustomersService extends ContactRecords {
  constructor(foundation: RecordFoundation, links: ContactCompanyLinks, lifecycle: LifecycleHistory) {
    super(customerPath, foundation, links, lifecycle);
  }
}
