import { DateTimeField } from '../../../../platform/http/fields/date-time.field.js';
import { EnumField } from '../../../../platform/http/fields/enum.field.js';
import { IdField } from '../../../../platform/http/fields/id.field.js';
import { IntegerField } from '../../../../platform/http/fields/integer.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import { RecordDto } from '../../../../platform/resource/record.dto.js';
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

const NULLABLE = { nullable: true } as const;

export class TicketDto extends RecordDto {
  @IntegerField({ min: 1, description: 'Unique in the tenant; counts up, with gaps', example: 42 })
  number!: number;

  @TextField({ max: 300 })
  subject!: string;

  @TextField({ ...NULLABLE, max: 50_000 })
  description!: string | null;

  @EnumField(TICKET_STATUSES, { name: 'TicketStatus' })
  status!: TicketStatus;

  @EnumField(TICKET_PRIORITIES, { name: 'TicketPriority' })
  priority!: TicketPriority;

  @EnumField(TICKET_CHANNELS, { name: 'TicketChannel' })
  channel!: TicketChannel;

  @EnumField(TICKET_TYPES, { name: 'TicketType' })
  type!: TicketType;

  @IdField({ ...NULLABLE, description: 'The contact who asks' })
  requesterId!: string | null;

  @IdField(NULLABLE)
  companyId!: string | null;

  @IdField(NULLABLE)
  queueId!: string | null;

  @DateTimeField({ ...NULLABLE, description: 'First public comment of a user' })
  firstRespondedAt!: string | null;

  @DateTimeField({ ...NULLABLE, description: 'Last public comment of a contact, or creation' })
  lastAskedAt!: string | null;

  @DateTimeField({ ...NULLABLE, description: 'Last public comment of a user' })
  lastRespondedAt!: string | null;

  @DateTimeField({ ...NULLABLE, description: 'Since when it is solved or closed' })
  solvedAt!: string | null;

  @DateTimeField({ ...NULLABLE, description: 'Since when it is closed' })
  closedAt!: string | null;
}
