import { CheckedTextField } from '../../../../platform/http/fields/checked-text.field.js';
import { DateTimeField } from '../../../../platform/http/fields/date-time.field.js';
import { DecimalField } from '../../../../platform/http/fields/decimal.field.js';
import { EnumField } from '../../../../platform/http/fields/enum.field.js';
import { IdField } from '../../../../platform/http/fields/id.field.js';
import { SLUG } from '../../../../platform/http/fields/text-checks.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import { ARTICLE_VISIBILITIES, type ArticleVisibility } from '../article.entity.js';

/** A published article that a search found. */
export class ArticleHitDto {
  @IdField({ description: 'Of the article' })
  id!: string;

  @CheckedTextField(SLUG)
  slug!: string;

  @TextField({ max: 300 })
  title!: string;

  @TextField({ nullable: true, max: 1_000 })
  summary!: string | null;

  @TextField({
    min: 0,
    max: 10_000,
    description: 'HTML: text around the words that were found, those in `<mark>`',
  })
  snippet!: string;

  @DecimalField({ description: 'From 0 to 1: how well it fits' })
  score!: number;

  @IdField({ nullable: true })
  categoryId!: string | null;

  @EnumField(ARTICLE_VISIBILITIES, { name: 'ArticleVisibility' })
  visibility!: ArticleVisibility;

  @DateTimeField()
  publishedAt!: string;
}
