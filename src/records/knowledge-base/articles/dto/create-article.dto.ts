import { CheckedTextField } from '../../../../platform/http/fields/checked-text.field.js';
import { EnumField } from '../../../../platform/http/fields/enum.field.js';
import { IdField } from '../../../../platform/http/fields/id.field.js';
import { LOCALE, SLUG } from '../../../../platform/http/fields/text-checks.js';
import { TextListField } from '../../../../platform/http/fields/text-list.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import { ARTICLE_VISIBILITIES, type ArticleVisibility, LONGEST_BODY } from '../article.entity.js';

const OPTIONAL = { optional: true, nullable: true } as const;

export class CreateArticleDto {
  @TextField({ ...OPTIONAL, max: 200, description: 'Your own id for it; unique', example: null })
  externalId?: string | null;

  @TextField({ max: 300, example: 'How do I reset my password?' })
  title!: string;

  @CheckedTextField(SLUG, { optional: true, description: 'Unique; made of the title unless given' })
  slug?: string;

  @TextField({ ...OPTIONAL, max: 1_000, example: 'What to do when you cannot log in' })
  summary?: string | null;

  @TextField({
    max: LONGEST_BODY,
    min: 0,
    trim: false,
    description: 'Markdown, at most 200 kB; HTML in it is shown as text',
    example: '# Reset your password\n\n1. Open **Log in**.\n2. Choose *Forgot password*.',
  })
  body!: string;

  @IdField({ ...OPTIONAL, example: null })
  categoryId?: string | null;

  @CheckedTextField(LOCALE, { optional: true, description: "The language; the tenant's unless named" })
  locale?: string;

  @EnumField(ARTICLE_VISIBILITIES, {
    optional: true,
    name: 'ArticleVisibility',
    description: 'Who reads it once it is published: members (`internal`, the default) or everybody',
  })
  visibility?: ArticleVisibility;

  @TextListField({ optional: true, maxItems: 50, max: 100 })
  tags?: string[];

  @IdField({ ...OPTIONAL, description: 'The author: a user of the tenant', example: null })
  ownerId?: string | null;
}
