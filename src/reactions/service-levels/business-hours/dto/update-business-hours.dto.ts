import { PartialType } from '@nestjs/swagger';
import { CreateBusinessHoursDto } from './create-business-hours.dto.js';

export class UpdateBusinessHoursDto extends PartialType(CreateBusinessHoursDto, {
  skipNullProperties: false,
}) {}
