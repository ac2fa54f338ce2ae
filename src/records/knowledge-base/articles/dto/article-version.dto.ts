import { DateTimeField } from '../../../../platform/http/fields/date-time.field.js';
import { IdField } from '../../../../platform/http/fields/id.field.js';
import { IntegerField } from '../../../../platform/http/fields/integer.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';

/** What was published of an article at one time. */
export class ArticleVersionDto {
  @IntegerField({ min: 1 })
  number!: number;

  @TextField({ max: 300 })
  title!: string;

  @TextField({ nullable: true, max: 1_000 })
  summary!: string | null;

  @DateTimeField()
  publishedAt!: string;

  @IdField({ description: 'A user of the tenant' })
  publishedBy!: string;
}
