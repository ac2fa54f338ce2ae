import { BooleanField } from '../../../../platform/http/fields/boolean.field.js';
import { CheckedTextField } from '../../../../platform/http/fields/checked-text.field.js';
import { DecimalField } from '../../../../platform/http/fields/decimal.field.js';
import { MoneyField } from '../../../../platform/http/fields/money.field.js';
import { CURRENCY } from '../../../../platform/http/fields/text-checks.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import { SalesInputDto } from '../../dto/sales-input.dto.js';

const OPTIONAL = { optional: true, nullable: true } as const;

/** An amount has no more decimals than its currency: 2 in EUR, none in JPY. */
export class CreateProductDto extends SalesInputDto {
  @TextField({
    ...OPTIONAL,
    max: 100,
    description: 'The number it is ordered by (SKU); unique',
    example: null,
  })
  code?: string | null;

  @TextField({ max: 200, example: 'GTX Basic' })
  name!: string;

  @TextField({ ...OPTIONAL, max: 10_000 })
  description?: string | null;

  @TextField({ ...OPTIONAL, max: 100, description: 'The family or series it belongs to', example: 'GTX' })
  family?: string | null;

  @MoneyField({ ...OPTIONAL, scale: 4, description: 'Where no price book has one', example: 550 })
  unitPrice?: number | null;

  @CheckedTextField(CURRENCY, { ...OPTIONAL, description: "Of price and cost; the tenant's unless named" })
  currency?: string;

  @DecimalField({ ...OPTIONAL, min: 0, max: 100, scale: 4, description: 'Percent', example: 19 })
  taxRate?: number | null;

  @MoneyField({ ...OPTIONAL, scale: 4, description: 'What one costs you', example: 320 })
  cost?: number | null;

  @BooleanField({ optional: true, description: 'false: no new line item has it' })
  active?: boolean;
}
