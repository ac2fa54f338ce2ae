import { CheckedTextField } from '../../../../platform/http/fields/checked-text.field.js';
import { IdField } from '../../../../platform/http/fields/id.field.js';
import { IntegerField } from '../../../../platform/http/fields/integer.field.js';
import { SLUG } from '../../../../platform/http/fields/text-checks.js';
import { TextListField } from '../../../../platform/http/fields/text-list.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';

const OPTIONAL = { optional: true, nullable: true } as const;

export class CreateArticleCategoryDto {
  @TextField({ ...OPTIONAL, max: 200, description: 'Your own id for it; unique', example: null })
  externalId?: string | null;

  @TextField({ max: 200, example: 'First steps' })
  name!: string;

  @CheckedTextField(SLUG, { optional: true, description: 'Unique; made of the name unless given' })
  slug?: string;

  @TextField({ ...OPTIONAL, max: 2_000 })
  description?: string | null;

  @IntegerField({ optional: true, min: -1_000_000, max: 1_000_000, example: 1 })
  position?: number;

  @IdField({ ...OPTIONAL, description: 'The category it is below', example: null })
  parentId?: string | null;

  @TextListField({ optional: true, maxItems: 50, max: 100 })
  tags?: string[];

  @IdField({ ...OPTIONAL, description: 'A user of the tenant', example: null })
  ownerId?: string | null;
}
