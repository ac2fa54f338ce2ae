import { Module } from '@nestjs/common';
import { JobsModule } from '../../../foundation/jobs/index.js';
import { PipelineStages } from './pipeline-stages.js';
import { PipelineStagesService } from './pipeline-stages.service.js';
import { PipelinesController } from './pipelines.controller.js';
import { PipelinesService } from './pipelines.service.js';
import { Relocations } from './relocations.js';
import { StageOccupants } from './stage-occupants.js';
import { StageRemovalJobs } from './stage-removal.kind.js';
import { StageRows } from './stage-rows.js';

@Module({
  imports: [JobsModule],
  controllers: [PipelinesController],
  providers: [
    PipelinesService,
    PipelineStagesService,
    PipelineStages,
    Relocations,
    StageOccupants,
    StageRemovalJobs,
    StageRows,
  ],
  exports: [PipelineStages, StageOccupants],
})
export class PipelinesModule {}
