import { TextField } from '../../../../platform/http/fields/text.field.js';
import { LONGEST_BODY } from '../article.entity.js';
import { ArticleVersionDto } from './article-version.dto.js';

/** The same with all it said. */
export class WholeArticleVersionDto extends ArticleVersionDto {
  @TextField({ min: 0, max: LONGEST_BODY, description: 'Markdown' })
  body!: string;

  @TextField({ min: 0, max: 50 * LONGEST_BODY, description: 'The body as safe HTML' })
  html!: string;
}
