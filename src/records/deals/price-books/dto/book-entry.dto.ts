import { DecimalField } from '../../../../platform/http/fields/decimal.field.js';
import { IdField } from '../../../../platform/http/fields/id.field.js';
import { MoneyField } from '../../../../platform/http/fields/money.field.js';
import { SalesInputDto } from '../../dto/sales-input.dto.js';

/** A price in the book that the path names. */
export class BookEntryDto extends SalesInputDto {
  @IdField()
  productId!: string;

  @MoneyField({ scale: 4, description: 'In the currency of the book', example: 495 })
  unitPrice!: number;

  @DecimalField({
    optional: true,
    min: 0,
    scale: 4,
    description: 'The price from this quantity on; there may be several of one product',
    example: 10,
  })
  minimumQuantity?: number;
}
