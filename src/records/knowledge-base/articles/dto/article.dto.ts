import { BooleanField } from '../../../../platform/http/fields/boolean.field.js';
import { CheckedTextField } from '../../../../platform/http/fields/checked-text.field.js';
import { DateTimeField } from '../../../../platform/http/fields/date-time.field.js';
import { EnumField } from '../../../../platform/http/fields/enum.field.js';
import { IdField } from '../../../../platform/http/fields/id.field.js';
import { IntegerField } from '../../../../platform/http/fields/integer.field.js';
import { LOCALE, SLUG } from '../../../../platform/http/fields/text-checks.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import { RecordDto } from '../../../../platform/resource/record.dto.js';
import {
  ARTICLE_STATUSES,
  ARTICLE_VISIBILITIES,
  type ArticleStatus,
  type ArticleVisibility,
  LONGEST_BODY,
} from '../article.entity.js';

export class ArticleDto extends RecordDto {
  @TextField({ max: 300, description: 'Of the draft, as `summary` and `body` are' })
  title!: string;

  @CheckedTextField(SLUG, { description: 'What public addresses call it; unique' })
  slug!: string;

  @TextField({ nullable: true, max: 1_000 })
  summary!: string | null;

  @TextField({ max: LONGEST_BODY, min: 0, description: 'Markdown' })
  body!: string;

  @IdField({ nullable: true })
  categoryId!: string | null;

  @CheckedTextField(LOCALE)
  locale!: string;

  @EnumField(ARTICLE_VISIBILITIES, { name: 'ArticleVisibility' })
  visibility!: ArticleVisibility;

  @EnumField(ARTICLE_STATUSES, { name: 'ArticleStatus' })
  status!: ArticleStatus;

  @IntegerField({ nullable: true, min: 1, description: 'Number of the version that readers have' })
  publishedVersion!: number | null;

  @DateTimeField({ nullable: true, description: 'When that version was published' })
  publishedAt!: string | null;

  @BooleanField({ description: 'Whether the draft was changed since then' })
  hasChanges!: boolean;
}
