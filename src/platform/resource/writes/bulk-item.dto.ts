import { IdField } from '../../http/fields/id.field.js';
import { IntegerField } from '../../http/fields/integer.field.js';

/** Names one record of a call. */
export class BulkItemDto {
  @IdField()
  id!: string;

  @IntegerField({
    optional: true,
    min: 1,
    description: 'The version you read: 412 when the record has changed since',
  })
  version?: number;
}
