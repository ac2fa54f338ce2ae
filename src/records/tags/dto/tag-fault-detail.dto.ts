import { TextField } from '../../../platform/http/fields/text.field.js';

export class TagFaultDetailDto {
  @TextField({ max: 200 })
  field!: string;

  @TextField({ max: 2_000 })
  message!: string;
}
