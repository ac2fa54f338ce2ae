import { Injectable } from '@nestjs/common';
import { RecordFoundation } from '../../platform/resource/record-foundation.js';
import { ResourceService } from '../../platform/resource/resource.service.js';
import type { Company } from './company.entity.js';
import { companyResource } from './company.policy.js';

@Injectable()
export class CompaniesService extends ResourceService<Company> {
  constructor(foundation: RecordFoundation) {
    super(companyResource, foundation);
  }
}
