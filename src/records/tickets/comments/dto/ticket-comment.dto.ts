import { EnumField } from '../../../../platform/http/fields/enum.field.js';
import { IdField } from '../../../../platform/http/fields/id.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import { MOST_MENTIONS } from '../../../../platform/resource/events/mentions.js';
import { RecordDto } from '../../../../platform/resource/record.dto.js';
import { TICKET_CHANNELS, type TicketChannel } from '../../tickets/index.js';
import { COMMENT_VISIBILITIES, type CommentVisibility, LONGEST_COMMENT } from '../comment-values.js';

const NULLABLE = { nullable: true } as const;

export class TicketCommentDto extends RecordDto {
  @TextField({ max: 100, description: 'What `recordId` is of: `ticket`', example: 'ticket' })
  resource!: string;

  @IdField({ description: 'The ticket' })
  recordId!: string;

  @TextField({ max: LONGEST_COMMENT })
  body!: string;

  @EnumField(COMMENT_VISIBILITIES, { name: 'TicketCommentVisibility' })
  visibility!: CommentVisibility;

  @EnumField(TICKET_CHANNELS, { ...NULLABLE, name: 'TicketChannel' })
  channel!: TicketChannel | null;

  @IdField({ ...NULLABLE, description: 'The user who wrote it; null for one of a contact' })
  authorId!: string | null;

  @IdField({ ...NULLABLE, description: 'The contact who said it' })
  authorContactId!: string | null;

  @IdField({
    maxItems: MOST_MENTIONS,
    description: 'The users whom it mentions, those of its text among them',
  })
  mentions!: string[];
}
