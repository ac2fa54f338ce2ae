import { CheckedTextField } from '../../../../platform/http/fields/checked-text.field.js';
import { IntegerField } from '../../../../platform/http/fields/integer.field.js';
import { SLUG } from '../../../../platform/http/fields/text-checks.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import { PublicCategoryNameDto } from './public-category-name.dto.js';

/** A category in which, or below which, there is something public. */
export class PublicCategoryDto extends PublicCategoryNameDto {
  @TextField({ nullable: true, max: 2_000 })
  description!: string | null;

  @CheckedTextField(SLUG, { nullable: true, description: 'The slug of the category it is below' })
  parent!: string | null;

  @IntegerField({ description: 'Its place among those below the same category' })
  position!: number;

  @IntegerField({ min: 1, description: 'Public articles in it and below it' })
  articleCount!: number;
}
