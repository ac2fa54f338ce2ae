import { BooleanField } from '../../../../platform/http/fields/boolean.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';

/** What is left out stays as it is. */
export class LinkContactDto {
  @TextField({ optional: true, nullable: true, max: 200, example: 'Decision maker' })
  role?: string | null;

  @BooleanField({
    optional: true,
    description: 'Makes it the primary contact in place of another, or no longer',
  })
  isPrimary?: boolean;
}
