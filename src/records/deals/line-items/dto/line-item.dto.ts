import { CheckedTextField } from '../../../../platform/http/fields/checked-text.field.js';
import { DecimalField } from '../../../../platform/http/fields/decimal.field.js';
import { EnumField } from '../../../../platform/http/fields/enum.field.js';
import { IdField } from '../../../../platform/http/fields/id.field.js';
import { MoneyField } from '../../../../platform/http/fields/money.field.js';
import { CURRENCY } from '../../../../platform/http/fields/text-checks.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import { RecordDto } from '../../../../platform/resource/record.dto.js';
import { PRICE_SOURCES, type PriceSource } from '../line-item.entity.js';

const NULLABLE = { nullable: true } as const;
const PERCENT = { min: 0, max: 100, scale: 4, description: 'Percent' } as const;
const AMOUNT = { scale: 4 } as const;

export class LineItemDto extends RecordDto {
  @TextField({ max: 100, description: 'What it lives within: `deal`', example: 'deal' })
  resource!: string;

  @IdField({ description: 'That deal: `dealId` once more' })
  recordId!: string;

  @IdField()
  dealId!: string;

  @IdField(NULLABLE)
  productId!: string | null;

  @TextField({ max: 300 })
  name!: string;

  @TextField({ ...NULLABLE, max: 10_000 })
  description!: string | null;

  @DecimalField({ min: 0, scale: 4 })
  quantity!: number;

  @MoneyField(AMOUNT)
  unitPrice!: number;

  @EnumField(PRICE_SOURCES, { name: 'PriceSource', description: 'Where the price comes from' })
  priceSource!: PriceSource;

  @IdField({ ...NULLABLE, description: 'The book that it was found in' })
  priceBookId!: string | null;

  @CheckedTextField(CURRENCY, { description: 'Of all amounts: that of the deal' })
  currency!: string;

  @DecimalField({ ...NULLABLE, ...PERCENT })
  discountPercent!: number | null;

  @MoneyField({ ...NULLABLE, ...AMOUNT })
  discountAmount!: number | null;

  @DecimalField(PERCENT)
  taxRate!: number;

  @MoneyField({ ...AMOUNT, description: 'Quantity times unit price, rounded half up as all that follow' })
  subtotal!: number;

  @MoneyField({ ...AMOUNT, description: 'What is taken off' })
  discount!: number;

  @MoneyField({ ...AMOUNT, description: 'Before tax: the amount of the deal is the sum of these' })
  net!: number;

  @MoneyField(AMOUNT)
  tax!: number;

  @MoneyField(AMOUNT)
  total!: number;
}
