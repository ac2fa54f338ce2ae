import { BooleanField } from '../../../../platform/http/fields/boolean.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import { TextListField } from '../../../../platform/http/fields/text-list.field.js';
import { RecordDto } from '../../../../platform/resource/record.dto.js';
import { FieldRulesField } from '../field-rules.field.js';
import type { FieldRules } from '../policy-rules.js';

export class RoleDto extends RecordDto {
  @TextField({ max: 100 })
  name!: string;

  @TextField({ max: 1_000, nullable: true })
  description!: string | null;

  @TextListField({ maxItems: 500, max: 100 })
  permissions!: string[];

  @FieldRulesField()
  fieldRules!: FieldRules;

  @BooleanField({ description: 'Comes with the product, the same in every tenant' })
  builtIn!: boolean;
}
