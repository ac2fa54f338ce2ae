import { BooleanField } from '../../../platform/http/fields/boolean.field.js';
import { DateTimeField } from '../../../platform/http/fields/date-time.field.js';
import { IdField } from '../../../platform/http/fields/id.field.js';
import { TextField } from '../../../platform/http/fields/text.field.js';

/** An association of a contact with a company. */
export class ContactCompanyDto {
  @IdField()
  contactId!: string;

  @IdField()
  companyId!: string;

  @TextField({ nullable: true, max: 200, description: 'Null also where you may not see it' })
  companyName!: string | null;

  @TextField({ nullable: true, max: 200, example: 'Board member' })
  role!: string | null;

  @BooleanField()
  isPrimary!: boolean;

  @DateTimeField()
  since!: string;
}
