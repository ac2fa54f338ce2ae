import { DecimalField } from '../../../../platform/http/fields/decimal.field.js';
import { IdField } from '../../../../platform/http/fields/id.field.js';
import { MoneyField } from '../../../../platform/http/fields/money.field.js';
import { RecordDto } from '../../../../platform/resource/record.dto.js';

export class PriceBookEntryDto extends RecordDto {
  @IdField()
  priceBookId!: string;

  @IdField()
  productId!: string;

  @MoneyField({ scale: 4, description: 'In the currency of the book' })
  unitPrice!: number;

  @DecimalField({ min: 0, scale: 4, description: 'From which quantity on it is the price' })
  minimumQuantity!: number;
}
