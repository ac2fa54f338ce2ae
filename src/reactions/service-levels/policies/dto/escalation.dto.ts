import { EnumField } from '../../../../platform/http/fields/enum.field.js';
import { IntegerField } from '../../../../platform/http/fields/integer.field.js';
import { NestedField } from '../../../../platform/http/fields/nested.field.js';
import { ESCALATION_MARKS, type EscalationMark, SLA_METRICS, type SlaMetric } from '../sla-terms.js';
import { EscalationActionDto } from './escalation-action.dto.js';

export class EscalationDto {
  @EnumField(SLA_METRICS, {
    optional: true,
    nullable: true,
    name: 'SlaMetric',
    description: 'Of which targets; null for each',
  })
  metric?: SlaMetric | null;

  @EnumField(ESCALATION_MARKS, { name: 'EscalationMark' })
  at!: EscalationMark;

  @IntegerField({
    optional: true,
    min: 0,
    max: 525_600,
    description: 'Minutes by the clock after a breach; default 0',
  })
  afterMinutes?: number;

  @NestedField(() => EscalationActionDto, { list: true, maxItems: 10 })
  actions!: EscalationActionDto[];
}
