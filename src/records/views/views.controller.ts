import { Controller } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ResourceController } from '../../platform/resource/resource-controller.js';
import { viewResource } from './view.policy.js';
import { ViewsService } from './views.service.js';

@ApiTags('Views')
@Controller('views')
export class ViewsController extends ResourceController(viewResource) {
  constructor(views: ViewsService) {
    super(views);
  }
}
