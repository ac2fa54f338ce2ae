import { PartialType } from '@nestjs/swagger';
import { CreateDuplicateRuleDto } from './create-duplicate-rule.dto.js';

export class UpdateDuplicateRuleDto extends PartialType(CreateDuplicateRuleDto, {
  skipNullProperties: false,
}) {}
