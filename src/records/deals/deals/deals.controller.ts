import { Controller } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ResourceController } from '../../../platform/resource/resource-controller.js';
import { dealResource } from './deal.policy.js';
import { DealsService } from './deals.service.js';

@ApiTags('Deals')
@Controller('deals')
export class DealsController extends ResourceController(dealResource) {
  constructor(deals: DealsService) {
    super(deals);
  }
}
