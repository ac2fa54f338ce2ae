import { PartialType } from '@nestjs/swagger';
import { CreateLineItemDto } from './create-line-item.dto.js';

export class UpdateLineItemDto extends PartialType(CreateLineItemDto, { skipNullProperties: false }) {}
