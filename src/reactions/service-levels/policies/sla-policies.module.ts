import { Module } from '@nestjs/common';
import { BusinessHoursModule } from '../business-hours/index.js';
import { PolicyFits } from './policy-fits.js';
import { SlaPoliciesController } from './sla-policies.controller.js';
import { SlaPoliciesService } from './sla-policies.service.js';
import { SlaPolicyBook } from './sla-policy-book.js';

@Module({
  imports: [BusinessHoursModule],
  controllers: [SlaPoliciesController],
  providers: [SlaPoliciesService, SlaPolicyBook, PolicyFits],
  exports: [SlaPolicyBook, PolicyFits],
})
export class SlaPoliciesModule {}
