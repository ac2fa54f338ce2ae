import { TextField } from '../../../../platform/http/fields/text.field.js';
import { LONGEST_BODY } from '../article.entity.js';

/** An article as readers would have it. */
export class ArticlePreviewDto {
  @TextField({ max: 300 })
  title!: string;

  @TextField({ nullable: true, max: 1_000 })
  summary!: string | null;

  @TextField({ min: 0, max: 50 * LONGEST_BODY, description: 'The body as safe HTML' })
  html!: string;
}
