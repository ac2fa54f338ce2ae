import { CheckedTextField } from '../../../../platform/http/fields/checked-text.field.js';
import { DateField } from '../../../../platform/http/fields/date.field.js';
import { DecimalField } from '../../../../platform/http/fields/decimal.field.js';
import { IdField } from '../../../../platform/http/fields/id.field.js';
import { IntegerField } from '../../../../platform/http/fields/integer.field.js';
import { MoneyField } from '../../../../platform/http/fields/money.field.js';
import { NestedField } from '../../../../platform/http/fields/nested.field.js';
import { CURRENCY } from '../../../../platform/http/fields/text-checks.js';
import { ForecastCategoriesDto } from './forecast-categories.dto.js';

const LARGEST = Number.MAX_SAFE_INTEGER;
const SUM = { max: LARGEST, scale: 4 } as const;

/** One period, group and currency: what is in different currencies is never added up. */
export class ForecastItemDto {
  @DateField({ description: 'The first day of the period' })
  startsOn!: string;

  @DateField({ description: 'The last day of the period' })
  endsOn!: string;

  @IdField({
    nullable: true,
    description: 'The owner, team or pipeline; null without `groupBy`, and for deals of none',
  })
  groupId!: string | null;

  @CheckedTextField(CURRENCY)
  currency!: string;

  @IntegerField({ min: 0, description: 'All deals of the row: open, won and omitted ones' })
  count!: number;

  @IntegerField({ min: 0, description: 'Open deals that are not omitted' })
  openCount!: number;

  @IntegerField({ min: 0, description: 'Won deals' })
  closedCount!: number;

  @MoneyField({ ...SUM, description: 'Of open deals that are not omitted' })
  open!: number;

  @MoneyField({
    ...SUM,
    description: 'The same, each times its probability; the sum is rounded half up to the minor unit',
  })
  weighted!: number;

  @NestedField(() => ForecastCategoriesDto)
  categories!: ForecastCategoriesDto;

  @MoneyField({ ...SUM, nullable: true, description: 'null where there is none, or you may not read it' })
  quota!: number | null;

  @DecimalField({ nullable: true, min: 0, max: LARGEST, description: 'Percent of the quota that is won' })
  attainment!: number | null;

  @DecimalField({
    nullable: true,
    min: -LARGEST,
    max: LARGEST,
    scale: 4,
    description: 'What is missing; negative where more is won than the quota',
  })
  gap!: number | null;
}
