import { BooleanField } from '../../../platform/http/fields/boolean.field.js';
import { EnumField } from '../../../platform/http/fields/enum.field.js';
import { NestedField } from '../../../platform/http/fields/nested.field.js';
import { TextField } from '../../../platform/http/fields/text.field.js';
import { RecordDto } from '../../../platform/resource/record.dto.js';
import { DUPLICATE_ACTIONS, type DuplicateAction } from '../duplicate-rule.entity.js';
import { DuplicateConditionDto } from './duplicate-condition.dto.js';

export class DuplicateRuleDto extends RecordDto {
  @TextField({ max: 100 })
  name!: string;

  @TextField({ max: 100, example: 'contacts' })
  resource!: string;

  @BooleanField()
  enabled!: boolean;

  @EnumField(DUPLICATE_ACTIONS, { name: 'DuplicateAction' })
  action!: DuplicateAction;

  @NestedField(() => DuplicateConditionDto, { list: true, maxItems: 10 })
  conditions!: DuplicateConditionDto[];
}
