import { BooleanField } from '../../../platform/http/fields/boolean.field.js';
import { TextField } from '../../../platform/http/fields/text.field.js';

/** What is left out stays as it is. */
export class LinkCompanyDto {
  @TextField({ optional: true, nullable: true, max: 200, example: 'Board member' })
  role?: string | null;

  @BooleanField({ optional: true, description: "Makes it the contact's primary company, or no longer" })
  isPrimary?: boolean;

  @BooleanField({
    optional: true,
    description: 'Instead of another primary company; without it that is a 409',
  })
  replacePrimary?: boolean;
}
