import { Controller } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ResourceController } from '../../../src/platform/resource/resource-controller.js';
import { gadgetResource } from './gadget.policy.js';
import { GadgetsService } from './gadgets.service.js';

@ApiTags('Gadgets')
@Controller('gadgets')
export class GadgetsController extends ResourceController(gadgetResource) {
  constructor(gadgets: GadgetsService) {
    super(gadgets);
  }
}
