import { DecimalField } from '../../../../platform/http/fields/decimal.field.js';
import { IdField } from '../../../../platform/http/fields/id.field.js';
import { MoneyField } from '../../../../platform/http/fields/money.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import { SalesInputDto } from '../../dto/sales-input.dto.js';

const OPTIONAL = { optional: true, nullable: true } as const;

/** A product, or a text and a price of its own. Amounts are of the deal's currency, with no more decimals than that has. */
export class DealLineDto extends SalesInputDto {
  @IdField({ ...OPTIONAL, example: null })
  productId?: string | null;

  @TextField({
    ...OPTIONAL,
    max: 300,
    description: "Default: the product's",
    example: 'Installation on site',
  })
  name?: string | null;

  @TextField({ ...OPTIONAL, max: 10_000 })
  description?: string | null;

  @DecimalField({ optional: true, min: 0.0001, max: 99_999_999, scale: 4, example: 2.5 })
  quantity?: number;

  @MoneyField({
    ...OPTIONAL,
    scale: 4,
    description: 'Default: that of the price book of the day, else of the product. null looks it up again',
    example: 120,
  })
  unitPrice?: number | null;

  @DecimalField({
    ...OPTIONAL,
    min: 0,
    max: 100,
    scale: 4,
    description: 'Of the subtotal; either this or `discountAmount`',
    example: 10,
  })
  discountPercent?: number | null;

  @MoneyField({ ...OPTIONAL, scale: 4, description: 'Off the subtotal', example: null })
  discountAmount?: number | null;

  @DecimalField({
    ...OPTIONAL,
    min: 0,
    max: 100,
    scale: 4,
    description: "Percent. Default: the product's, or 0",
  })
  taxRate?: number | null;
}
