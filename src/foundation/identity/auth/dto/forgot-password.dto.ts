import { EmailField } from '../../../../platform/http/fields/email.field.js';

export class ForgotPasswordDto {
  @EmailField()
  email!: string;
}
