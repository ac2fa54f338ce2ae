import { PartialType } from '@nestjs/swagger';
import { CreateProductDto } from './create-product.dto.js';

export class UpdateProductDto extends PartialType(CreateProductDto, { skipNullProperties: false }) {}
