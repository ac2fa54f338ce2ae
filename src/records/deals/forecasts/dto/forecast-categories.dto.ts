import { MoneyField } from '../../../../platform/http/fields/money.field.js';

const SUM = { max: Number.MAX_SAFE_INTEGER, scale: 4 } as const;

/** Amounts by how sure they are: of each deal its own category, else that of its stage. */
export class ForecastCategoriesDto {
  @MoneyField(SUM)
  pipeline!: number;

  @MoneyField(SUM)
  bestCase!: number;

  @MoneyField(SUM)
  commit!: number;

  @MoneyField({ ...SUM, description: 'Open, and no part of the forecast' })
  omitted!: number;

  @MoneyField({ ...SUM, description: 'Won in the period' })
  closed!: number;
}
