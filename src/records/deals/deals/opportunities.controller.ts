import { Controller } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ResourceController } from '../../../platform/resource/resource-controller.js';
import { dealResource } from './deal.policy.js';
import { DealsService } from './deals.service.js';

const CALLED = { name: 'opportunity', plural: 'opportunities' } as const;

/** Deals under the name that some clients know: the same records, permissions and events. */
@ApiTags('Deals')
@Controller('opportunities')
export class OpportunitiesController extends ResourceController(dealResource, { called: CALLED }) {
  constructor(deals: DealsService) {
    super(deals);
  }
}
