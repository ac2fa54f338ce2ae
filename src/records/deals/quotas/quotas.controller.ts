import { Controller } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ResourceController } from '../../../platform/resource/resource-controller.js';
import { quotaResource } from './quota.policy.js';
import { QuotasService } from './quotas.service.js';

@ApiTags('Quotas')
@Controller('quotas')
export class QuotasController extends ResourceController(quotaResource) {
  constructor(quotas: QuotasService) {
    super(quotas);
  }
}
