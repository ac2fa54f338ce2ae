import { IntegerField } from '../../../platform/http/fields/integer.field.js';
import { TextField } from '../../../platform/http/fields/text.field.js';

export class TagCountDto {
  @TextField({ max: 100, example: 'leads' })
  resource!: string;

  @TextField({ max: 100, example: 'VIP' })
  name!: string;

  @IntegerField({ min: 1, description: 'Records that have it' })
  count!: number;
}
