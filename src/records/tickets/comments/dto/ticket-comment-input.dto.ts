import { IdField } from '../../../../platform/http/fields/id.field.js';
import { CreateTicketCommentDto } from './create-ticket-comment.dto.js';

/** A comment that says by itself which ticket it is on. */
export class TicketCommentInputDto extends CreateTicketCommentDto {
  @IdField({ description: 'The ticket. It stays' })
  recordId!: string;
}
