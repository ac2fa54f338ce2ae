import { BooleanField } from '../../../../platform/http/fields/boolean.field.js';
import { EmailField } from '../../../../platform/http/fields/email.field.js';
import { IdField } from '../../../../platform/http/fields/id.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';

/** A user, where a record that points at them shows them. */
export class RelatedUserDto {
  @IdField()
  id!: string;

  @TextField({ max: 200 })
  name!: string;

  @EmailField()
  email!: string;

  @BooleanField()
  active!: boolean;

  @IdField({ nullable: true })
  teamId!: string | null;
}
