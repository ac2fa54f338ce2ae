import { TextField } from '../../../../platform/http/fields/text.field.js';

export class UpdateProfileDto {
  @TextField({ max: 200, min: 1, optional: true })
  name?: string;
}
