import { IdField } from '../../../platform/http/fields/id.field.js';
import { TextField } from '../../../platform/http/fields/text.field.js';

export class ErasedRecordDto {
  @TextField({ max: 100, description: '`contact`' })
  resource!: string;

  @IdField()
  id!: string;
}
