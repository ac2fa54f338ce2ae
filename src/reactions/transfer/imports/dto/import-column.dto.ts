import { TextField } from '../../../../platform/http/fields/text.field.js';

/** A column, and the field that it is written to. */
export class ImportColumnDto {
  @TextField({ max: 300, example: 'First Name' })
  name!: string;

  @TextField({ max: 200, nullable: true, example: 'firstName', description: 'Null: it is left out' })
  field!: string | null;
}
