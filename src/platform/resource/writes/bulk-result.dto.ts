import { IntegerField } from '../../http/fields/integer.field.js';
import { NestedField } from '../../http/fields/nested.field.js';
import { TextField } from '../../http/fields/text.field.js';
import { BulkErrorDto } from './bulk-error.dto.js';

/** What became of one record of a call. */
export class BulkResultDto {
  @IntegerField({ min: 0, max: 999, description: 'Place of the item in the body' })
  index!: number;

  @IntegerField({ min: 200, max: 599, description: 'What the route for one record would answer' })
  status!: number;

  @TextField({ max: 100, nullable: true, description: 'Of the record; null when there is none' })
  id!: string | null;

  @IntegerField({ min: 1, nullable: true })
  version!: number | null;

  @NestedField(() => BulkErrorDto, { optional: true, description: 'Only of an item that was refused' })
  error?: BulkErrorDto;
}
