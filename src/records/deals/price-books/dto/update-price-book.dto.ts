import { PartialType } from '@nestjs/swagger';
import { CreatePriceBookDto } from './create-price-book.dto.js';

export class UpdatePriceBookDto extends PartialType(CreatePriceBookDto, { skipNullProperties: false }) {}
