import { PartialType } from '@nestjs/swagger';
import { CreateSlaPolicyDto } from './create-sla-policy.dto.js';

export class UpdateSlaPolicyDto extends PartialType(CreateSlaPolicyDto, { skipNullProperties: false }) {}
