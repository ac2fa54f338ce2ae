import { PartialType } from '@nestjs/swagger';
import { TicketCommentInputDto } from './ticket-comment-input.dto.js';

/** What stays may be sent back as it is. `mentions` replaces all but those of the text. */
export class UpdateTicketCommentDto extends PartialType(TicketCommentInputDto, {
  skipNullProperties: false,
}) {}
