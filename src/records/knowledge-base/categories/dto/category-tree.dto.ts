import { NestedField } from '../../../../platform/http/fields/nested.field.js';
import { MOST_CATEGORIES } from '../category-limits.js';
import { CategoryNodeDto } from './category-node.dto.js';

/** All categories that the caller may read, as a tree. */
export class CategoryTreeDto {
  @NestedField(() => CategoryNodeDto, { list: true, maxItems: MOST_CATEGORIES })
  items!: CategoryNodeDto[];
}
