import { Module } from '@nestjs/common';
import { PipelineStages } from './pipeline-stages.js';
import { PipelinesController } from './pipelines.controller.js';
import { PipelinesService } from './pipelines.service.js';
import { StageOccupants } from './stage-occupants.js';
import { StageRows } from './stage-rows.js';

@Module({
  controllers: [PipelinesController],
  providers: [PipelinesService, PipelineStages, StageOccupants, StageRows],
  exports: [PipelineStages, StageOccupants],
})
export class PipelinesModule {}
