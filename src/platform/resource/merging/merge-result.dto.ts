import { JsonObjectField } from '../../http/fields/json-object.field.js';
import { MergeDto } from './merge.dto.js';

export class MergeResultDto extends MergeDto {
  @JsonObjectField({ description: 'The survivor as it is now' })
  record!: Record<string, unknown>;
}
