import { NestedField } from '../../../../platform/http/fields/nested.field.js';
import { MOST_CATEGORIES } from '../../categories/index.js';
import { PublicCategoryDto } from './public-category.dto.js';

/** Each category stands behind the one it is below, in the order of their positions. */
export class PublicCategoriesDto {
  @NestedField(() => PublicCategoryDto, { list: true, maxItems: MOST_CATEGORIES })
  items!: PublicCategoryDto[];
}
