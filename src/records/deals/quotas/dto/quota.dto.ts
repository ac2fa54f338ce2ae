import { CheckedTextField } from '../../../../platform/http/fields/checked-text.field.js';
import { DateField } from '../../../../platform/http/fields/date.field.js';
import { EnumField } from '../../../../platform/http/fields/enum.field.js';
import { IdField } from '../../../../platform/http/fields/id.field.js';
import { MoneyField } from '../../../../platform/http/fields/money.field.js';
import { CURRENCY } from '../../../../platform/http/fields/text-checks.js';
import { RecordDto } from '../../../../platform/resource/record.dto.js';
import { QUOTA_PERIODS, type QuotaPeriod } from '../quota.entity.js';

const NULLABLE = { nullable: true } as const;

/** `ownerId` is whose quota it is. */
export class QuotaDto extends RecordDto {
  @IdField({ ...NULLABLE, description: 'The team whose quota it is' })
  teamId!: string | null;

  @IdField({ ...NULLABLE, description: 'null: of all pipelines together' })
  pipelineId!: string | null;

  @EnumField(QUOTA_PERIODS, { name: 'QuotaPeriod' })
  period!: QuotaPeriod;

  @DateField({ description: 'The first day of the period' })
  startsOn!: string;

  @MoneyField({ scale: 4 })
  amount!: number;

  @CheckedTextField(CURRENCY)
  currency!: string;
}
