import { PartialType } from '@nestjs/swagger';
import { CreatePipelineDto } from './create-pipeline.dto.js';

export class UpdatePipelineDto extends PartialType(CreatePipelineDto, { skipNullProperties: false }) {}
