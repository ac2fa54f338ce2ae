import { IdField } from '../../../../platform/http/fields/id.field.js';
import { BookEntryDto } from './book-entry.dto.js';

export class CreatePriceBookEntryDto extends BookEntryDto {
  @IdField()
  priceBookId!: string;
}
