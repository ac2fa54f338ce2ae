import { DateTimeField } from '../../../../platform/http/fields/date-time.field.js';
import { EmailField } from '../../../../platform/http/fields/email.field.js';
import { IdField } from '../../../../platform/http/fields/id.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';

/** Who is logged in, where, and until when. */
export class SessionDto {
  @IdField()
  id!: string;

  @IdField()
  userId!: string;

  @EmailField()
  email!: string;

  @TextField({ max: 200 })
  name!: string;

  @TextField({ max: 100 })
  role!: string;

  @IdField()
  tenantId!: string;

  @TextField({ max: 100 })
  plan!: string;

  @DateTimeField()
  expiresAt!: string;
}
