import { BooleanField } from '../../../../platform/http/fields/boolean.field.js';
import { EnumField } from '../../../../platform/http/fields/enum.field.js';
import { IdField } from '../../../../platform/http/fields/id.field.js';
import { IntegerField } from '../../../../platform/http/fields/integer.field.js';
import { TextListField } from '../../../../platform/http/fields/text-list.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import { ASSIGNMENT_STRATEGIES, type AssignmentStrategy } from '../assignment-rule.entity.js';
import type { LeadCondition } from '../lead-condition.js';
import { LeadConditionsField } from '../lead-conditions.field.js';

const OPTIONAL = { optional: true, nullable: true } as const;

/** Takes users, a team, or both. */
export class CreateAssignmentRuleDto {
  @TextField({ ...OPTIONAL, max: 200, description: 'Your own id for it; unique', example: null })
  externalId?: string | null;

  @TextField({ min: 1, max: 100, example: 'Website leads' })
  name!: string;

  @BooleanField({ optional: true, description: 'True unless it says otherwise' })
  enabled?: boolean;

  @IntegerField({ optional: true, min: 0, max: 1_000_000, description: 'Rules are asked in this order' })
  position?: number;

  @EnumField(ASSIGNMENT_STRATEGIES, { optional: true, name: 'AssignmentStrategy' })
  strategy?: AssignmentStrategy;

  @LeadConditionsField({
    optional: true,
    description: 'All must hold; none: every lead',
    example: [{ field: 'source', operator: 'eq', value: 'Website' }],
  })
  conditions?: LeadCondition[];

  @IdField({ optional: true, maxItems: 200, description: 'Users who get leads in turn', example: [] })
  userIds?: string[];

  @IdField({ ...OPTIONAL, description: 'A team whose people get leads in turn', example: null })
  teamId?: string | null;

  @TextListField({ optional: true, maxItems: 50, max: 100 })
  tags?: string[];

  @IdField({ ...OPTIONAL, description: 'A user of the tenant', example: null })
  ownerId?: string | null;
}
