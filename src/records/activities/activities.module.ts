import { Module } from '@nestjs/common';
import { ActivitiesController } from './activities.controller.js';
import { ActivitiesService } from './activities.service.js';
import { InteractionsController } from './interactions.controller.js';
import { RecordActivitiesController } from './record-activities.controller.js';

@Module({
  controllers: [ActivitiesController, InteractionsController, RecordActivitiesController],
  providers: [ActivitiesService],
  exports: [ActivitiesService],
})
export class ActivitiesModule {}
