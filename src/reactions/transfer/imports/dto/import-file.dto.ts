import { IntegerField } from '../../../../platform/http/fields/integer.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';

export class ImportFileDto {
  @TextField({ max: 300, example: 'contacts.csv' })
  name!: string;

  @IntegerField({ min: 0, description: 'In bytes' })
  size!: number;
}
