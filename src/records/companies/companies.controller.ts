import { Controller } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ResourceController } from '../../platform/resource/resource-controller.js';
import { CompaniesService } from './companies.service.js';
import { companyResource } from './company.policy.js';

@ApiTags('Companies')
@Controller('companies')
export class CompaniesController extends ResourceController(companyResource) {
  constructor(companies: CompaniesService) {
    super(companies);
  }
}
