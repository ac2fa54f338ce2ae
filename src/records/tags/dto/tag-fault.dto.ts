import { NestedField } from '../../../platform/http/fields/nested.field.js';
import { TextField } from '../../../platform/http/fields/text.field.js';
import { TagFaultDetailDto } from './tag-fault-detail.dto.js';

export class TagFaultDto {
  @TextField({ max: 100, example: 'NOT_FOUND' })
  code!: string;

  @TextField({ max: 2_000 })
  message!: string;

  @NestedField(() => TagFaultDetailDto, { list: true })
  details!: TagFaultDetailDto[];
}
