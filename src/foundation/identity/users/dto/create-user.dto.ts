import { EmailField } from '../../../../platform/http/fields/email.field.js';
import { EnumField } from '../../../../platform/http/fields/enum.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import { IdField } from '../../../../platform/http/fields/id.field.js';
import { USER_KINDS, type UserKind } from '../user-kind.js';

export class CreateUserDto {
  @EmailField({ optional: true, description: 'Unique in the whole product; of a person, required' })
  email?: string;

  @TextField({ max: 200 })
  name!: string;

  @TextField({ max: 100, description: 'Name of a role', example: 'User' })
  role!: string;

  @EnumField(USER_KINDS, {
    optional: true,
    name: 'UserKind',
    default: 'person',
    description: 'A service user has no e-mail and no password: it acts through API keys alone',
  })
  kind?: UserKind;

  @IdField({ optional: true, nullable: true })
  teamId?: string | null;

  @TextField({
    min: 8,
    max: 200,
    trim: false,
    optional: true,
    description: 'Without one the user cannot log in yet',
  })
  password?: string;
}
