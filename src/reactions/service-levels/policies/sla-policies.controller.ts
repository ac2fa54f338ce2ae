import { Controller } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ResourceController } from '../../../platform/resource/resource-controller.js';
import { SlaPoliciesService } from './sla-policies.service.js';
import { slaPolicyResource } from './sla-policy.policy.js';

@ApiTags('Service levels')
@Controller('sla-policies')
export class SlaPoliciesController extends ResourceController(slaPolicyResource) {
  constructor(policies: SlaPoliciesService) {
    super(policies);
  }
}
