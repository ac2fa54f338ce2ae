import { IntegerField } from '../../../platform/http/fields/integer.field.js';
import { NestedField } from '../../../platform/http/fields/nested.field.js';
import { TaggedRecordDto } from './tagged-record.dto.js';

export class TagResultsDto {
  @NestedField(() => TaggedRecordDto, { list: true, maxItems: 1_000, description: 'In the order of `ids`' })
  results!: TaggedRecordDto[];

  @IntegerField({ min: 0 })
  succeeded!: number;

  @IntegerField({ min: 0 })
  failed!: number;
}
