import { CheckedTextField } from '../../../../platform/http/fields/checked-text.field.js';
import { DateField } from '../../../../platform/http/fields/date.field.js';
import { EnumField } from '../../../../platform/http/fields/enum.field.js';
import { IdField } from '../../../../platform/http/fields/id.field.js';
import { MoneyField } from '../../../../platform/http/fields/money.field.js';
import { CURRENCY } from '../../../../platform/http/fields/text-checks.js';
import { SalesInputDto } from '../../dto/sales-input.dto.js';
import { QUOTA_PERIODS, type QuotaPeriod } from '../quota.entity.js';

const OPTIONAL = { optional: true, nullable: true } as const;

/** Of its owner, of a team, or with neither of all together; one for each period, pipeline and currency. */
export class CreateQuotaDto extends SalesInputDto {
  @IdField({ ...OPTIONAL, description: 'The team whose quota it is; not beside `ownerId`', example: null })
  teamId?: string | null;

  @IdField({ ...OPTIONAL, description: 'null: of all pipelines together', example: null })
  pipelineId?: string | null;

  @EnumField(QUOTA_PERIODS, { name: 'QuotaPeriod', example: 'quarter' })
  period!: QuotaPeriod;

  @DateField({ description: 'The first day of the period', example: '2027-01-01' })
  startsOn!: string;

  @MoneyField({ scale: 4, example: 250_000 })
  amount!: number;

  @CheckedTextField(CURRENCY, { ...OPTIONAL, description: "The tenant's unless named" })
  currency?: string;
}
