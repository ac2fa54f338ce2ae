import { IntegerField } from '../../../../platform/http/fields/integer.field.js';
import { MOST_STAGES } from '../stage-limits.js';
import { CreateStageDto } from './create-stage.dto.js';

export class AddStageDto extends CreateStageDto {
  @IntegerField({
    optional: true,
    min: 1,
    max: MOST_STAGES,
    description: 'Its place, from 1. Default: behind the last open stage, or the last of its kind',
  })
  position?: number;
}
