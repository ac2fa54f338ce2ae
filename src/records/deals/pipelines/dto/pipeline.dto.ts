import { BooleanField } from '../../../../platform/http/fields/boolean.field.js';
import { NestedField } from '../../../../platform/http/fields/nested.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import { RecordDto } from '../../../../platform/resource/record.dto.js';
import { StageDto } from './stage.dto.js';

export class PipelineDto extends RecordDto {
  @TextField({ max: 100 })
  name!: string;

  @TextField({ nullable: true, max: 2_000 })
  description!: string | null;

  @BooleanField({ description: 'Where deals go that name no pipeline; one pipeline is' })
  isDefault!: boolean;

  @NestedField(() => StageDto, { list: true, description: 'In their order' })
  stages!: StageDto[];
}
