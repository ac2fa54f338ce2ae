import { PartialType } from '@nestjs/swagger';
import { CreateAssignmentRuleDto } from './create-assignment-rule.dto.js';

export class UpdateAssignmentRuleDto extends PartialType(CreateAssignmentRuleDto, {
  skipNullProperties: false,
}) {}
