import { TextField } from '../../../platform/http/fields/text.field.js';

export class ErasePersonDto {
  @TextField({
    optional: true,
    nullable: true,
    max: 200,
    description: 'Stands in the receipt, which is kept: the number of the request, not who made it',
  })
  reason?: string | null;
}
