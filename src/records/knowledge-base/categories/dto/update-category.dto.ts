import { PartialType } from '@nestjs/swagger';
import { CreateArticleCategoryDto } from './create-category.dto.js';

export class UpdateArticleCategoryDto extends PartialType(CreateArticleCategoryDto, {
  skipNullProperties: false,
}) {}
