import { EnumField } from '../../../platform/http/fields/enum.field.js';
import { IdField } from '../../../platform/http/fields/id.field.js';

/** Exactly one of the three. */
export class AssignLeadDto {
  @IdField({ optional: true, nullable: true, description: 'An active user; null takes the owner away' })
  ownerId?: string | null;

  @IdField({ optional: true, description: 'A rule that is on: whose turn it is, whatever its conditions' })
  assignmentRuleId?: string;

  @EnumField(['round-robin'], { optional: true, description: 'The first rule that the lead meets' })
  rule?: 'round-robin';
}
