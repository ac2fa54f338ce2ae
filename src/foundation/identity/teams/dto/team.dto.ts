import { TextField } from '../../../../platform/http/fields/text.field.js';
import { RecordDto } from '../../../../platform/resource/record.dto.js';

export class TeamDto extends RecordDto {
  @TextField({ max: 100 })
  name!: string;

  @TextField({ max: 1_000, nullable: true })
  description!: string | null;
}
