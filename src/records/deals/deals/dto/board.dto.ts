import { IdField } from '../../../../platform/http/fields/id.field.js';
import { NestedField } from '../../../../platform/http/fields/nested.field.js';
import { BoardStageDto } from './board-stage.dto.js';

export class BoardDto {
  @IdField()
  pipelineId!: string;

  @NestedField(() => BoardStageDto, { list: true, description: 'In their order' })
  stages!: BoardStageDto[];
}
