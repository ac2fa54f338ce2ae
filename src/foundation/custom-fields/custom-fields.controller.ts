import { Controller } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ResourceController } from '../../platform/resource/resource-controller.js';
import { customFieldResource } from './custom-field.policy.js';
import { CustomFieldsService } from './custom-fields.service.js';

@ApiTags('Custom fields')
@Controller('custom-fields')
export class CustomFieldsController extends ResourceController(customFieldResource) {
  constructor(fields: CustomFieldsService) {
    super(fields);
  }
}
