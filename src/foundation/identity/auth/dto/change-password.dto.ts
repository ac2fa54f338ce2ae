import { TextField } from '../../../../platform/http/fields/text.field.js';

export class ChangePasswordDto {
  @TextField({ min: 1, max: 200, trim: false })
  currentPassword!: string;

  @TextField({ min: 8, max: 200, trim: false })
  newPassword!: string;
}
