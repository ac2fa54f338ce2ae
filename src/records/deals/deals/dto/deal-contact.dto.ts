import { BooleanField } from '../../../../platform/http/fields/boolean.field.js';
import { IdField } from '../../../../platform/http/fields/id.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';

/** What somebody has to do with a deal. */
export class DealContactDto {
  @IdField()
  contactId!: string;

  @TextField({ nullable: true, max: 200, example: 'Decision maker' })
  role!: string | null;

  @BooleanField()
  isPrimary!: boolean;
}
