import { IdField } from '../../../../platform/http/fields/id.field.js';
import { CreateStageDto } from './create-stage.dto.js';

/** A stage in the list of a pipeline: one that is there, by its id, or a new one. */
export class PipelineStageInputDto extends CreateStageDto {
  @IdField({ optional: true, description: 'Of a stage that is there; without it the stage is new' })
  id?: string;
}
