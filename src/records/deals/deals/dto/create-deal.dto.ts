import { CheckedTextField } from '../../../../platform/http/fields/checked-text.field.js';
import { DateField } from '../../../../platform/http/fields/date.field.js';
import { DateTimeField } from '../../../../platform/http/fields/date-time.field.js';
import { EnumField } from '../../../../platform/http/fields/enum.field.js';
import { IdField } from '../../../../platform/http/fields/id.field.js';
import { IntegerField } from '../../../../platform/http/fields/integer.field.js';
import { MoneyField } from '../../../../platform/http/fields/money.field.js';
import { NestedField } from '../../../../platform/http/fields/nested.field.js';
import { CURRENCY } from '../../../../platform/http/fields/text-checks.js';
import { TextListField } from '../../../../platform/http/fields/text-list.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import { DEAL_FORECAST_CATEGORIES, type DealForecastCategory } from '../deal.entity.js';
import type { DealContact } from '../deal-contact.js';
import { MOST_CONTACTS } from '../deal-limits.js';
import { DealContactInputDto } from './deal-contact-input.dto.js';

const OPTIONAL = { optional: true, nullable: true } as const;

/** What is left out of a change stays; a change of the stage keeps to the rules of the pipeline. */
export class CreateDealDto {
  @TextField({ ...OPTIONAL, max: 200, description: 'Your own id for it; unique', example: null })
  externalId?: string | null;

  @TextField({ min: 1, max: 300, example: 'Example Corp, 50 seats' })
  name!: string;

  @IdField({ optional: true, description: 'Default: the default pipeline, or that of the stage' })
  pipelineId?: string;

  @IdField({ optional: true, description: 'Default: the first stage of the pipeline' })
  stageId?: string;

  @TextField({
    optional: true,
    max: 100,
    description: 'The stage by its name, instead of `stageId`',
    example: 'Qualified',
  })
  stage?: string;

  @MoneyField({
    ...OPTIONAL,
    scale: 4,
    example: 12_500.5,
    description:
      'Net, before tax, with no more decimals than its currency has. Of a deal with line items it follows from them and cannot be entered',
  })
  amount?: number | null;

  @CheckedTextField(CURRENCY, { optional: true, description: "Of `amount`. Default: the tenant's" })
  currency?: string;

  @IntegerField({
    ...OPTIONAL,
    min: 0,
    max: 100,
    description: 'Percent; null: that of the stage',
    example: null,
  })
  probability?: number | null;

  @EnumField(DEAL_FORECAST_CATEGORIES, {
    ...OPTIONAL,
    name: 'DealForecastCategory',
    description: 'Where forecasts count it; null: where those of its stage are. Won deals count as closed',
    example: null,
  })
  forecastCategory?: DealForecastCategory | null;

  @DateField({ ...OPTIONAL, example: '2027-03-31' })
  expectedCloseDate?: string | null;

  @DateTimeField({
    ...OPTIONAL,
    description: 'When it was won or lost. Default: when it comes into such a stage',
    example: null,
  })
  closedAt?: string | null;

  @TextField({
    ...OPTIONAL,
    max: 1_000,
    description: 'Why it was won or lost; a lost deal needs one',
    example: null,
  })
  closeReason?: string | null;

  @IdField({ ...OPTIONAL, example: null })
  companyId?: string | null;

  @NestedField(() => DealContactInputDto, {
    optional: true,
    list: true,
    maxItems: MOST_CONTACTS,
    description: 'Who has to do with it; in place of those there are',
  })
  contacts?: DealContact[];

  @TextField({ ...OPTIONAL, max: 100, example: 'Website' })
  source?: string | null;

  @TextField({ ...OPTIONAL, max: 10_000 })
  description?: string | null;

  @IdField({ ...OPTIONAL, description: 'The lead that it came from', example: null })
  leadId?: string | null;

  @DateTimeField({ ...OPTIONAL, example: null })
  lastContactAt?: string | null;

  @TextListField({ optional: true, maxItems: 50, max: 100 })
  tags?: string[];

  @IdField({ ...OPTIONAL, description: 'A user of the tenant', example: null })
  ownerId?: string | null;
}
