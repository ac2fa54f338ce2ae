import { CheckedTextField } from '../../../../platform/http/fields/checked-text.field.js';
import { DateField } from '../../../../platform/http/fields/date.field.js';
import { DateTimeField } from '../../../../platform/http/fields/date-time.field.js';
import { EnumField } from '../../../../platform/http/fields/enum.field.js';
import { IdField } from '../../../../platform/http/fields/id.field.js';
import { IntegerField } from '../../../../platform/http/fields/integer.field.js';
import { MoneyField } from '../../../../platform/http/fields/money.field.js';
import { NestedField } from '../../../../platform/http/fields/nested.field.js';
import { CURRENCY } from '../../../../platform/http/fields/text-checks.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import { RecordDto } from '../../../../platform/resource/record.dto.js';
import {
  AMOUNT_SOURCES,
  type AmountSource,
  DEAL_FORECAST_CATEGORIES,
  DEAL_STATUSES,
  type DealForecastCategory,
  type DealStatus,
} from '../deal.entity.js';
import { MOST_CONTACTS } from '../deal-limits.js';
import { DealContactDto } from './deal-contact.dto.js';

const NULLABLE = { nullable: true } as const;

export class DealDto extends RecordDto {
  @TextField({ max: 300 })
  name!: string;

  @IdField()
  pipelineId!: string;

  @IdField()
  stageId!: string;

  @EnumField(DEAL_STATUSES, { name: 'DealStatus', description: 'Follows from the stage' })
  status!: DealStatus;

  @MoneyField({ ...NULLABLE, scale: 4, description: 'Net, before tax' })
  amount!: number | null;

  @EnumField(AMOUNT_SOURCES, { name: 'AmountSource', description: 'Where the amount comes from' })
  amountSource!: AmountSource;

  @CheckedTextField(CURRENCY, { description: 'Of `amount`' })
  currency!: string;

  @IntegerField({ ...NULLABLE, min: 0, max: 100, description: 'Percent; null: that of the stage' })
  probability!: number | null;

  @EnumField(DEAL_FORECAST_CATEGORIES, {
    ...NULLABLE,
    name: 'DealForecastCategory',
    description: 'Null: that of the stage. Won deals count as closed',
  })
  forecastCategory!: DealForecastCategory | null;

  @DateField(NULLABLE)
  expectedCloseDate!: string | null;

  @DateTimeField({ ...NULLABLE, description: 'When it was won or lost; null while it is open' })
  closedAt!: string | null;

  @TextField({ ...NULLABLE, max: 1_000, description: 'Why it was won or lost' })
  closeReason!: string | null;

  @DateTimeField({ description: 'Since when it is in its stage' })
  stageEnteredAt!: string;

  @IdField(NULLABLE)
  companyId!: string | null;

  @NestedField(() => DealContactDto, { list: true, maxItems: MOST_CONTACTS })
  contacts!: DealContactDto[];

  @IdField({ maxItems: MOST_CONTACTS, description: 'Those of `contacts`' })
  contactIds!: string[];

  @IdField({ ...NULLABLE, description: 'That of `contacts` which is primary' })
  primaryContactId!: string | null;

  @TextField({ ...NULLABLE, max: 100 })
  source!: string | null;

  @TextField({ ...NULLABLE, max: 10_000 })
  description!: string | null;

  @IdField({ ...NULLABLE, description: 'The lead that it came from' })
  leadId!: string | null;

  @DateTimeField(NULLABLE)
  lastContactAt!: string | null;
}
