import { Controller } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ResourceController } from '../../platform/resource/resource-controller.js';
import { ActivitiesService } from './activities.service.js';
import { activityResource } from './activity.policy.js';

@ApiTags('Activities')
@Controller('activities')
export class ActivitiesController extends ResourceController(activityResource) {
  constructor(activities: ActivitiesService) {
    super(activities);
  }
}
