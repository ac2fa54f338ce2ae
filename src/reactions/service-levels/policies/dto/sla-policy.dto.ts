import { BooleanField } from '../../../../platform/http/fields/boolean.field.js';
import { IdField } from '../../../../platform/http/fields/id.field.js';
import { IntegerField } from '../../../../platform/http/fields/integer.field.js';
import { NestedField } from '../../../../platform/http/fields/nested.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import { ListFilterField } from '../../../../platform/resource/lists/list-filter.field.js';
import { RecordDto } from '../../../../platform/resource/record.dto.js';
import { EscalationDto } from './escalation.dto.js';
import { SlaTimesDto } from './sla-times.dto.js';
import { SlaWarningDto } from './sla-warning.dto.js';

export class SlaPolicyDto extends RecordDto {
  @TextField({ max: 100 })
  name!: string;

  @TextField({ max: 2_000, nullable: true })
  description!: string | null;

  @TextField({ max: 100, example: 'lead' })
  resource!: string;

  @IntegerField({ min: 0 })
  position!: number;

  @BooleanField()
  active!: boolean;

  @ListFilterField({ nullable: true })
  conditions!: Record<string, unknown> | null;

  @IdField({ nullable: true, description: 'Null: around the clock' })
  businessHoursId!: string | null;

  @NestedField(() => SlaTimesDto, { list: true })
  targets!: SlaTimesDto[];

  @NestedField(() => SlaWarningDto, { nullable: true })
  warning!: SlaWarningDto | null;

  @NestedField(() => EscalationDto, { list: true })
  escalations!: EscalationDto[];
}
