import { PartialType } from '@nestjs/swagger';
import { AttachmentInputDto } from './attachment-input.dto.js';

// PartialType alone would let null through.
export class UpdateAttachmentDto extends PartialType(AttachmentInputDto, { skipNullProperties: false }) {}
