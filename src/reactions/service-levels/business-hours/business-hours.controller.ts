import { Controller } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ResourceController } from '../../../platform/resource/resource-controller.js';
import { businessHoursResource } from './business-hours.policy.js';
import { BusinessHoursService } from './business-hours.service.js';

@ApiTags('Service levels')
@Controller('business-hours')
export class BusinessHoursController extends ResourceController(businessHoursResource) {
  constructor(hours: BusinessHoursService) {
    super(hours);
  }
}
