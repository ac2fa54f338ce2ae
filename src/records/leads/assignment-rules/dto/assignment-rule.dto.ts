import { BooleanField } from '../../../../platform/http/fields/boolean.field.js';
import { EnumField } from '../../../../platform/http/fields/enum.field.js';
import { IdField } from '../../../../platform/http/fields/id.field.js';
import { IntegerField } from '../../../../platform/http/fields/integer.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import { RecordDto } from '../../../../platform/resource/record.dto.js';
import { ASSIGNMENT_STRATEGIES, type AssignmentStrategy } from '../assignment-rule.entity.js';
import type { LeadCondition } from '../lead-condition.js';
import { LeadConditionsField } from '../lead-conditions.field.js';

export class AssignmentRuleDto extends RecordDto {
  @TextField({ max: 100 })
  name!: string;

  @BooleanField()
  enabled!: boolean;

  @IntegerField({ min: 0 })
  position!: number;

  @EnumField(ASSIGNMENT_STRATEGIES, { name: 'AssignmentStrategy' })
  strategy!: AssignmentStrategy;

  @LeadConditionsField()
  conditions!: LeadCondition[];

  @IdField({ maxItems: 200 })
  userIds!: string[];

  @IdField({ nullable: true })
  teamId!: string | null;
}
