import { Injectable } from '@nestjs/common';
import { RecordFoundation } from '../../platform/resource/record-foundation.js';
import { ResourceService } from '../../platform/resource/resource.service.js';
import type { Lead } from './lead.entity.js';
import { LeadUnreachableError } from './lead.errors.js';
import { leadResource } from './lead.policy.js';

@Injectable()
export class LeadsService extends ResourceService<Lead> {
  constructor(foundation: RecordFoundation) {
    super(leadResource, foundation);
  }

  protected override check(lead: Lead): void {
    const names = [lead.lastName, lead.company, lead.email, lead.phone];
    if (names.every((name) => name === null || name === '')) throw new LeadUnreachableError();
  }
}
