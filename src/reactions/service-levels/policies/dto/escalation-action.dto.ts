import { BooleanField } from '../../../../platform/http/fields/boolean.field.js';
import { EnumField } from '../../../../platform/http/fields/enum.field.js';
import { IdField } from '../../../../platform/http/fields/id.field.js';
import { ESCALATION_ACTIONS, type EscalationActionType } from '../sla-terms.js';

export class EscalationActionDto {
  @EnumField(ESCALATION_ACTIONS, {
    name: 'EscalationActionType',
    description: 'Tell somebody, give the record to somebody, give it the next higher priority',
  })
  type!: EscalationActionType;

  @IdField({ optional: true, maxItems: 50, description: 'Of `notify`: users who are told' })
  userIds?: string[];

  @IdField({
    optional: true,
    nullable: true,
    description: 'Of `notify`: a team whose people are told',
    example: null,
  })
  teamId?: string | null;

  @BooleanField({ optional: true, description: 'Of `notify`: the owner of the record is told' })
  owner?: boolean;

  @IdField({
    optional: true,
    nullable: true,
    description: 'Of `assign`: the user who gets the record; null for nobody',
    example: null,
  })
  userId?: string | null;
}
