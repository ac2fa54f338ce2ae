import { DateTimeField } from '../../../../platform/http/fields/date-time.field.js';
import { DecimalField } from '../../../../platform/http/fields/decimal.field.js';
import { EnumField } from '../../../../platform/http/fields/enum.field.js';
import { IdField } from '../../../../platform/http/fields/id.field.js';
import { IntegerField } from '../../../../platform/http/fields/integer.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import { RecordDto } from '../../../../platform/resource/record.dto.js';
import { SLA_METRICS, type SlaMetric } from '../../policies/index.js';
import { SLA_TARGET_STATES, type SlaTargetState } from '../sla-target-states.js';

const NULLABLE = { nullable: true } as const;

export class SlaTargetDto extends RecordDto {
  @TextField({ max: 100, description: 'Name of the record type', example: 'lead' })
  resource!: string;

  @IdField({ description: 'The record that it is about' })
  recordId!: string;

  @EnumField(SLA_METRICS, { name: 'SlaMetric' })
  metric!: SlaMetric;

  @TextField({ max: 200, example: 'Standard: first response' })
  name!: string;

  @IdField({ ...NULLABLE, description: 'Null when no policy fits the record any more' })
  policyId!: string | null;

  @IdField({ ...NULLABLE, description: 'Null: counted around the clock' })
  businessHoursId!: string | null;

  @TextField({ ...NULLABLE, max: 100 })
  priority!: string | null;

  @EnumField(SLA_TARGET_STATES, {
    name: 'SlaTargetState',
    description: '`breached` stays when it is met after: then `metAt` is set too',
  })
  state!: SlaTargetState;

  @DateTimeField()
  startedAt!: string;

  @DateTimeField({ ...NULLABLE, description: 'Null while the clock stands still' })
  runningSince!: string | null;

  @DateTimeField(NULLABLE)
  pausedSince!: string | null;

  @IntegerField({ min: 0, description: 'Working time that was promised' })
  targetSeconds!: number;

  @DecimalField({ description: 'Working time that had passed at `runningSince`, or when the clock stopped' })
  usedSeconds!: number;

  @DateTimeField({ ...NULLABLE, description: 'Null while the clock stands still' })
  dueAt!: string | null;

  @DateTimeField(NULLABLE)
  warnsAt!: string | null;

  @DateTimeField(NULLABLE)
  warnedAt!: string | null;

  @DateTimeField({ ...NULLABLE, description: 'When it was overdue, however late that was noticed' })
  breachedAt!: string | null;

  @DateTimeField(NULLABLE)
  metAt!: string | null;

  @IdField({ maxItems: 200, description: 'Whom its last escalation told' })
  notifiedUserIds!: string[];
}
