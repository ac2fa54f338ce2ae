import { PartialType } from '@nestjs/swagger';
import { CreatePriceBookEntryDto } from './create-price-book-entry.dto.js';

export class UpdatePriceBookEntryDto extends PartialType(CreatePriceBookEntryDto, {
  skipNullProperties: false,
}) {}
