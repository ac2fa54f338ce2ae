import { IdField } from '../../../platform/http/fields/id.field.js';
import { IntegerField } from '../../../platform/http/fields/integer.field.js';
import { NestedField } from '../../../platform/http/fields/nested.field.js';
import { TagFaultDto } from './tag-fault.dto.js';

export class TaggedRecordDto {
  @IntegerField({ min: 0, description: 'Place in `ids`' })
  index!: number;

  @IntegerField({
    min: 200,
    max: 499,
    description: 'What a request for this record alone would have answered',
  })
  status!: number;

  @IdField()
  id!: string;

  @IntegerField({ optional: true, min: 1, description: 'Of the record now; unless it has an error' })
  version?: number;

  @NestedField(() => TagFaultDto, { optional: true })
  error?: TagFaultDto;
}
