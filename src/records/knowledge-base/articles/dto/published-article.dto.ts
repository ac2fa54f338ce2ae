import { DateTimeField } from '../../../../platform/http/fields/date-time.field.js';
import { IdField } from '../../../../platform/http/fields/id.field.js';
import { IntegerField } from '../../../../platform/http/fields/integer.field.js';
import { ArticlePreviewDto } from './article-preview.dto.js';

/** What readers have of an article, whatever its draft says. */
export class PublishedArticleDto extends ArticlePreviewDto {
  @IdField({ description: 'Of the article' })
  id!: string;

  @IntegerField({ min: 1, description: 'Which version it is' })
  number!: number;

  @DateTimeField()
  publishedAt!: string;
}
