import { BooleanField } from '../../../platform/http/fields/boolean.field.js';
import { EnumField } from '../../../platform/http/fields/enum.field.js';
import { IdField } from '../../../platform/http/fields/id.field.js';
import { NestedField } from '../../../platform/http/fields/nested.field.js';
import { TextListField } from '../../../platform/http/fields/text-list.field.js';
import { TextField } from '../../../platform/http/fields/text.field.js';
import { DUPLICATE_ACTIONS, type DuplicateAction } from '../duplicate-rule.entity.js';
import { DuplicateConditionDto } from './duplicate-condition.dto.js';

const OPTIONAL = { optional: true, nullable: true } as const;

export class CreateDuplicateRuleDto {
  @TextField({ ...OPTIONAL, max: 200, description: 'Your own id for it; unique', example: null })
  externalId?: string | null;

  @TextField({ min: 1, max: 100, example: 'Same e-mail' })
  name!: string;

  @TextField({
    min: 1,
    max: 100,
    description: 'Which records: `contacts`, `companies`, `leads`',
    example: 'contacts',
  })
  resource!: string;

  @BooleanField({ optional: true, description: 'True unless it says otherwise' })
  enabled?: boolean;

  @EnumField(DUPLICATE_ACTIONS, {
    optional: true,
    name: 'DuplicateAction',
    description: '`block` refuses new records that are the same with 409; `report` is the default',
  })
  action?: DuplicateAction;

  @NestedField(() => DuplicateConditionDto, {
    list: true,
    maxItems: 10,
    description:
      'All must hold; at least one of them exact or normalized, of a field that others are looked for by',
    example: [{ field: 'email', match: 'normalized' }],
  })
  conditions!: DuplicateConditionDto[];

  @TextListField({ optional: true, maxItems: 50, max: 100 })
  tags?: string[];

  @IdField({ ...OPTIONAL, description: 'A user of the tenant', example: null })
  ownerId?: string | null;
}
