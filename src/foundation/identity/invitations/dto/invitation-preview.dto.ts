import { BooleanField } from '../../../../platform/http/fields/boolean.field.js';
import { DateTimeField } from '../../../../platform/http/fields/date-time.field.js';
import { EmailField } from '../../../../platform/http/fields/email.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';

/** What a page shows before somebody accepts. */
export class InvitationPreviewDto {
  @TextField({ max: 200 })
  tenantName!: string;

  @EmailField()
  email!: string;

  @TextField({ max: 100 })
  role!: string;

  @BooleanField({
    description: 'true: ask for the password of this account; false: let the person choose one',
  })
  hasAccount!: boolean;

  @DateTimeField()
  expiresAt!: string;
}
