import { IntegerField } from '../../http/fields/integer.field.js';
import { NestedField } from '../../http/fields/nested.field.js';
import { BulkResultDto } from './bulk-result.dto.js';

/** What became of the records of one call. */
export class BulkAnswerDto {
  @NestedField(() => BulkResultDto, { list: true, maxItems: 1_000, description: 'In the order of the items' })
  results!: BulkResultDto[];

  @IntegerField({ min: 0, max: 1_000 })
  succeeded!: number;

  @IntegerField({ min: 0, max: 1_000 })
  failed!: number;
}
