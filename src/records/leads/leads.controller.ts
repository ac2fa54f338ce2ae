import { Controller } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ResourceController } from '../../platform/resource/resource-controller.js';
import { leadResource } from './lead.policy.js';
import { LeadsService } from './leads.service.js';

@ApiTags('Leads')
@Controller('leads')
export class LeadsController extends ResourceController(leadResource) {
  constructor(leads: LeadsService) {
    super(leads);
  }
}
