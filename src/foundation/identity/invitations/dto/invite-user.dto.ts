import { EmailField } from '../../../../platform/http/fields/email.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';

export class InviteUserDto {
  @EmailField()
  email!: string;

  @TextField({ max: 100, description: 'Name of a role', example: 'User' })
  role!: string;

  @TextField({
    min: 1,
    max: 200,
    optional: true,
    description: 'What the person will be called unless they say',
  })
  name?: string;
}
