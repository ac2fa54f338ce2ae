import { PartialType } from '@nestjs/swagger';
import { CreateQuotaDto } from './create-quota.dto.js';

export class UpdateQuotaDto extends PartialType(CreateQuotaDto, { skipNullProperties: false }) {}
