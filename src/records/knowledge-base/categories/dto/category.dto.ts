import { CheckedTextField } from '../../../../platform/http/fields/checked-text.field.js';
import { IdField } from '../../../../platform/http/fields/id.field.js';
import { IntegerField } from '../../../../platform/http/fields/integer.field.js';
import { SLUG } from '../../../../platform/http/fields/text-checks.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import { RecordDto } from '../../../../platform/resource/record.dto.js';

export class ArticleCategoryDto extends RecordDto {
  @TextField({ max: 200 })
  name!: string;

  @CheckedTextField(SLUG, { description: 'What public addresses call it; unique' })
  slug!: string;

  @TextField({ nullable: true, max: 2_000 })
  description!: string | null;

  @IntegerField({ description: 'Its place among those below the same category' })
  position!: number;

  @IdField({ nullable: true, description: 'The category it is below' })
  parentId!: string | null;
}
