import { PartialType } from '@nestjs/swagger';
import { CreateViewDto } from './create-view.dto.js';

export class UpdateViewDto extends PartialType(CreateViewDto, { skipNullProperties: false }) {}
