import { EmailField } from '../../../../platform/http/fields/email.field.js';
import { IdField } from '../../../../platform/http/fields/id.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import type { Attendee } from '../attendee.js';

const OPTIONAL = { optional: true, nullable: true } as const;

/** A user of the tenant, or an e-mail address: a request leaves out what it does not say, an answer has null for it. */
export class AttendeeDto implements Attendee {
  @IdField({ ...OPTIONAL, description: 'An active user of the tenant' })
  userId!: string | null;

  @EmailField(OPTIONAL)
  email!: string | null;

  @TextField({ ...OPTIONAL, max: 200 })
  name!: string | null;
}
