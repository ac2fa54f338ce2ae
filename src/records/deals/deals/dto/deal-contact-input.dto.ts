import { BooleanField } from '../../../../platform/http/fields/boolean.field.js';
import { IdField } from '../../../../platform/http/fields/id.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';

export class DealContactInputDto {
  @IdField()
  contactId!: string;

  @TextField({ optional: true, nullable: true, max: 200, example: 'Decision maker' })
  role?: string | null;

  @BooleanField({ optional: true, description: 'Of one of them at most. Default: false' })
  isPrimary?: boolean;
}
