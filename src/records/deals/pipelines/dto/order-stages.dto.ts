import { IdField } from '../../../../platform/http/fields/id.field.js';
import { MOST_STAGES } from '../stage-limits.js';

export class OrderStagesDto {
  @IdField({ maxItems: MOST_STAGES, description: 'All stages of the pipeline, in their new order' })
  stageIds!: string[];
}
