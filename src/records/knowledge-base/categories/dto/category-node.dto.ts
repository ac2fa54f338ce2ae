import { CheckedTextField } from '../../../../platform/http/fields/checked-text.field.js';
import { IdField } from '../../../../platform/http/fields/id.field.js';
import { IntegerField } from '../../../../platform/http/fields/integer.field.js';
import { NestedField } from '../../../../platform/http/fields/nested.field.js';
import { SLUG } from '../../../../platform/http/fields/text-checks.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import { MOST_CATEGORIES } from '../category-limits.js';

/** A category and those below it. */
export class CategoryNodeDto {
  @IdField()
  id!: string;

  @TextField({ max: 200 })
  name!: string;

  @CheckedTextField(SLUG)
  slug!: string;

  @TextField({ nullable: true, max: 2_000 })
  description!: string | null;

  @IntegerField()
  position!: number;

  @NestedField(() => CategoryNodeDto, { list: true, maxItems: MOST_CATEGORIES })
  children!: CategoryNodeDto[];
}
