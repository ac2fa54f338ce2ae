import { Controller } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ResourceController } from '../../platform/resource/resource-controller.js';
import { ActivitiesService } from './activities.service.js';
import { activityResource } from './activity.policy.js';

const CALLED = { name: 'interaction', plural: 'interactions' } as const;

/** Activities under the name that some clients know: the same records, permissions and events. */
@ApiTags('Activities')
@Controller('interactions')
export class InteractionsController extends ResourceController(activityResource, { called: CALLED }) {
  constructor(activities: ActivitiesService) {
    super(activities);
  }
}
