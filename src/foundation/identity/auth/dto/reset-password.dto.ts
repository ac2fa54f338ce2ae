import { TextField } from '../../../../platform/http/fields/text.field.js';

export class ResetPasswordDto {
  @TextField({ max: 200, description: 'From the link in the mail' })
  token!: string;

  @TextField({ min: 8, max: 200, trim: false })
  newPassword!: string;
}
