export { StageDto } from './dto/stage.dto.js';
export { PipelineStages, type PlacedStage } from './pipeline-stages.js';
export { PipelinesModule } from './pipelines.module.js';
export { type Occupants, StageOccupants, type StagePlace } from './stage-occupants.js';
