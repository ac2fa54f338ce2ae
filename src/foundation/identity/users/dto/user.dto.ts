import { BooleanField } from '../../../../platform/http/fields/boolean.field.js';
import { DateTimeField } from '../../../../platform/http/fields/date-time.field.js';
import { EmailField } from '../../../../platform/http/fields/email.field.js';
import { EnumField } from '../../../../platform/http/fields/enum.field.js';
import { IdField } from '../../../../platform/http/fields/id.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import { USER_KINDS, type UserKind } from '../user-kind.js';

export class UserDto {
  @IdField()
  id!: string;

  @EmailField()
  email!: string;

  @TextField({ max: 200 })
  name!: string;

  @EnumField(USER_KINDS, { name: 'UserKind' })
  kind!: UserKind;

  @TextField({ max: 100 })
  role!: string;

  @IdField({ nullable: true })
  teamId!: string | null;

  @BooleanField()
  active!: boolean;

  @DateTimeField()
  createdAt!: string;

  @DateTimeField()
  updatedAt!: string;
}
