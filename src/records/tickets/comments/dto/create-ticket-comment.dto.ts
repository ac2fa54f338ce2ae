import { EnumField } from '../../../../platform/http/fields/enum.field.js';
import { IdField } from '../../../../platform/http/fields/id.field.js';
import { TextListField } from '../../../../platform/http/fields/text-list.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import { MOST_MENTIONS } from '../../../../platform/resource/events/mentions.js';
import { TICKET_CHANNELS, type TicketChannel } from '../../tickets/index.js';
import { COMMENT_VISIBILITIES, type CommentVisibility, LONGEST_COMMENT } from '../comment-values.js';

const OPTIONAL = { optional: true, nullable: true } as const;

/** What is said of a ticket. Users are mentioned in it as `@[Ada](user:<id>)`, or beside it in `mentions`. */
export class CreateTicketCommentDto {
  @TextField({ ...OPTIONAL, max: 200, description: 'Your own id for it; unique', example: null })
  externalId?: string | null;

  @TextField({ min: 1, max: LONGEST_COMMENT, example: 'We have found the cause.' })
  body!: string;

  @EnumField(COMMENT_VISIBILITIES, {
    optional: true,
    name: 'TicketCommentVisibility',
    description: '`public` unless it says otherwise. It stays as it was made',
  })
  visibility?: CommentVisibility;

  @EnumField(TICKET_CHANNELS, {
    ...OPTIONAL,
    name: 'TicketChannel',
    description: 'How it came or went',
    example: 'email',
  })
  channel?: TicketChannel | null;

  @IdField({
    ...OPTIONAL,
    description:
      'The contact who says it, as the requester of the ticket; without one the caller does. It stays',
    example: null,
  })
  authorContactId?: string | null;

  @IdField({
    optional: true,
    maxItems: MOST_MENTIONS,
    description: 'Active users of the tenant, besides those whom the text mentions',
    example: [],
  })
  mentions?: string[];

  @TextListField({ optional: true, maxItems: 50, max: 100 })
  tags?: string[];

  @IdField({ ...OPTIONAL, description: 'A user of the tenant', example: null })
  ownerId?: string | null;
}
