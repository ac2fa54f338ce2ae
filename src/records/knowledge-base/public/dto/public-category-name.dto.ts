import { CheckedTextField } from '../../../../platform/http/fields/checked-text.field.js';
import { SLUG } from '../../../../platform/http/fields/text-checks.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';

export class PublicCategoryNameDto {
  @CheckedTextField(SLUG)
  slug!: string;

  @TextField({ max: 200 })
  name!: string;
}
