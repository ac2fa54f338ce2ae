import { Controller } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ResourceController } from '../../../platform/resource/resource-controller.js';
import { lineItemResource } from './line-item.policy.js';
import { LineItemsService } from './line-items.service.js';

@ApiTags('Line items')
@Controller('line-items')
export class LineItemsController extends ResourceController(lineItemResource) {
  constructor(lines: LineItemsService) {
    super(lines);
  }
}
