import { EnumField } from '../../../../platform/http/fields/enum.field.js';
import { IdField } from '../../../../platform/http/fields/id.field.js';
import { TextListField } from '../../../../platform/http/fields/text-list.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import {
  TICKET_CHANNELS,
  TICKET_PRIORITIES,
  TICKET_STATUSES,
  TICKET_TYPES,
  type TicketChannel,
  type TicketPriority,
  type TicketStatus,
  type TicketType,
} from '../ticket-values.js';

const OPTIONAL = { optional: true, nullable: true } as const;

export class CreateTicketDto {
  @TextField({ ...OPTIONAL, max: 200, description: 'Your own id for it; unique', example: null })
  externalId?: string | null;

  @TextField({ min: 1, max: 300, example: 'The export stops after an hour' })
  subject!: string;

  @TextField({ ...OPTIONAL, max: 50_000, description: 'What was asked first' })
  description?: string | null;

  @EnumField(TICKET_STATUSES, {
    optional: true,
    name: 'TicketStatus',
    description:
      'A new ticket is `new` unless it says otherwise; later ones go where the status allows, else 409',
  })
  status?: TicketStatus;

  @EnumField(TICKET_PRIORITIES, {
    optional: true,
    name: 'TicketPriority',
    description: '`normal` unless it says otherwise',
  })
  priority?: TicketPriority;

  @EnumField(TICKET_CHANNELS, {
    optional: true,
    name: 'TicketChannel',
    description: 'How it came; `other` unless it says otherwise',
  })
  channel?: TicketChannel;

  @EnumField(TICKET_TYPES, {
    optional: true,
    name: 'TicketType',
    description: '`question` unless it says otherwise',
  })
  type?: TicketType;

  @IdField({ ...OPTIONAL, description: 'The contact who asks', example: null })
  requesterId?: string | null;

  @IdField({ ...OPTIONAL, description: 'The company it is for', example: null })
  companyId?: string | null;

  @IdField({ ...OPTIONAL, description: 'Where it waits', example: null })
  queueId?: string | null;

  @TextListField({ optional: true, maxItems: 50, max: 100 })
  tags?: string[];

  @IdField({ ...OPTIONAL, description: 'The user who works on it', example: null })
  ownerId?: string | null;
}
