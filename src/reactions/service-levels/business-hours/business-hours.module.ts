import { Module } from '@nestjs/common';
import { BusinessHoursController } from './business-hours.controller.js';
import { BusinessHoursService } from './business-hours.service.js';
import { WorkingTimes } from './working-times.js';

@Module({
  controllers: [BusinessHoursController],
  providers: [BusinessHoursService, WorkingTimes],
  exports: [WorkingTimes],
})
export class BusinessHoursModule {}
