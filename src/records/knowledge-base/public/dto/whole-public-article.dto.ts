import { NestedField } from '../../../../platform/http/fields/nested.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import { PublicArticleDto } from './public-article.dto.js';
import { PublicCategoryNameDto } from './public-category-name.dto.js';

/** The same with all it says. */
export class WholePublicArticleDto extends PublicArticleDto {
  @TextField({ min: 0, max: 10_000_000, description: 'Safe HTML' })
  html!: string;

  @NestedField(() => PublicCategoryNameDto, { list: true, description: 'From the top down to its category' })
  path!: PublicCategoryNameDto[];
}
