import { CheckedTextField } from '../../../../platform/http/fields/checked-text.field.js';
import { DateTimeField } from '../../../../platform/http/fields/date-time.field.js';
import { LOCALE, SLUG } from '../../../../platform/http/fields/text-checks.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';

/** A public article, as it was published last. */
export class PublicArticleDto {
  @CheckedTextField(SLUG)
  slug!: string;

  @TextField({ max: 300 })
  title!: string;

  @TextField({ nullable: true, max: 1_000 })
  summary!: string | null;

  @CheckedTextField(SLUG, { nullable: true, description: 'The slug of its category' })
  category!: string | null;

  @CheckedTextField(LOCALE)
  locale!: string;

  @DateTimeField()
  publishedAt!: string;
}
