import { IntegerField } from '../../../platform/http/fields/integer.field.js';
import { NestedField } from '../../../platform/http/fields/nested.field.js';
import { ErasureDto } from '../../../platform/privacy/dto/erasure.dto.js';
import { ErasedRecordDto } from './erased-record.dto.js';

export class ErasureDetailDto extends ErasureDto {
  @IntegerField({ min: 0, description: 'How many records it is about' })
  recordCount!: number;

  @NestedField(() => ErasedRecordDto, {
    list: true,
    maxItems: 1_000,
    description: 'The first 1,000 of them; those that joined because they hung on others come last',
  })
  records!: ErasedRecordDto[];
}
