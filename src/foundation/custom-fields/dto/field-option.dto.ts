import { TextField } from '../../../platform/http/fields/text.field.js';

export class FieldOptionDto {
  @TextField({ min: 1, max: 100, example: 'gold' })
  value!: string;

  @TextField({ min: 1, max: 200, example: 'Gold' })
  label!: string;
}
