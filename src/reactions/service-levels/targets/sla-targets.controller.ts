import { Controller } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ResourceController } from '../../../platform/resource/resource-controller.js';
import { slaTargetResource } from './sla-target.policy.js';
import { SlaTargetsService } from './sla-targets.service.js';

@ApiTags('Service levels')
@Controller('sla-targets')
export class SlaTargetsController extends ResourceController(slaTargetResource) {
  constructor(targets: SlaTargetsService) {
    super(targets);
  }
}
