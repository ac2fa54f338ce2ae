import { BooleanField } from '../../../../platform/http/fields/boolean.field.js';
import { IdField } from '../../../../platform/http/fields/id.field.js';
import { NestedField } from '../../../../platform/http/fields/nested.field.js';
import { TextListField } from '../../../../platform/http/fields/text-list.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import { MOST_STAGES } from '../stage-limits.js';
import type { Stage } from '../stage.js';
import { PipelineStageInputDto } from './pipeline-stage-input.dto.js';

const OPTIONAL = { optional: true, nullable: true } as const;

export class CreatePipelineDto {
  @TextField({ ...OPTIONAL, max: 200, description: 'Your own id for it; unique', example: null })
  externalId?: string | null;

  @TextField({ min: 1, max: 100, description: 'Unique in letters of any case', example: 'Partner sales' })
  name!: string;

  @TextField({ ...OPTIONAL, max: 2_000, example: null })
  description?: string | null;

  @BooleanField({ optional: true, description: 'True: in place of the default there is' })
  isDefault?: boolean;

  @NestedField(() => PipelineStageInputDto, {
    list: true,
    optional: true,
    maxItems: MOST_STAGES,
    description:
      'In their order; at least one each that is open, won and lost. Default: those of the first pipeline',
  })
  stages?: Stage[];

  @TextListField({ optional: true, maxItems: 50, max: 100 })
  tags?: string[];

  @IdField({ ...OPTIONAL, description: 'A user of the tenant', example: null })
  ownerId?: string | null;
}
