import { EmailField } from '../../../../platform/http/fields/email.field.js';
import { EnumField } from '../../../../platform/http/fields/enum.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import { ROLES, type Role } from '../../roles/index.js';

export class CreateUserDto {
  @EmailField({ description: 'Unique in the whole product' })
  email!: string;

  @TextField({ max: 200 })
  name!: string;

  @EnumField(ROLES)
  role!: Role;

  @TextField({
    min: 8,
    max: 200,
    trim: false,
    optional: true,
    description: 'Without one the user cannot log in yet',
  })
  password?: string;
}
